package io.tollgate.metering.notification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param inFlight most attempts this node makes at once
 * @param pollInterval how late a notification leaves at most
 * @param timeout of one attempt
 * @param mailFrom the sender of mails
 */
@ConfigurationProperties("tollgate.notification")
public record NotificationProperties(
    @DefaultValue("16") int inFlight,
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("tollgate@localhost") String mailFrom) {}
