package io.tollgate.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.notification.Notification;
import io.tollgate.metering.notification.NotificationChannel.Heard;
import io.tollgate.metering.notification.NotificationProperties;
import io.tollgate.metering.notification.NotificationTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.json.JsonMapper;

class MailChannelTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Notification NOTIFICATION = new Notification(
      7,
      NotificationTarget.Kind.MAIL,
      "ops@example.com",
      null,
      "quota.exhausted",
      "{\"instanceId\":\"i-1\",\"level\":100}",
      Instant.parse("2026-01-01T00:00:00Z"),
      1);

  private final StaticListableBeanFactory beans = new StaticListableBeanFactory();

  @Test
  void tellsAPersonByMail() throws IOException, InterruptedException {
    try (var server = new StubMailServer()) {
      var sender = new JavaMailSenderImpl();
      sender.setHost("localhost");
      sender.setPort(server.port());
      beans.addBean("sender", sender);

      assertThat(channel().send(NOTIFICATION).block(TIMEOUT)).isEqualTo(new Heard(null, null));

      assertThat(server.mails().poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
          .contains(
              "To: ops@example.com",
              "Subject: Tollgate: quota.exhausted",
              "instanceId: i-1",
              "level: 100");
    }
  }

  @Test
  void saysThatThereIsNoMailServer() {
    assertThat(channel().send(NOTIFICATION).block(TIMEOUT))
        .isEqualTo(new Heard(null, "spring.mail.host: not set (expected: an SMTP server)"));
  }

  @Test
  void saysWhyAMailDidNotLeave() {
    var sender = new JavaMailSenderImpl();
    sender.setHost("localhost");
    sender.setPort(1);
    beans.addBean("sender", sender);

    var heard = channel().send(NOTIFICATION).block(TIMEOUT);

    assertThat(heard).isNotNull();
    assertThat(heard.error()).contains("MailConnect");
  }

  private MailChannel channel() {
    var properties =
        new NotificationProperties(16, Duration.ofMillis(500), TIMEOUT, "tollgate@example.com");
    return new MailChannel(
        beans.getBeanProvider(JavaMailSender.class), properties, JsonMapper.shared());
  }
}
