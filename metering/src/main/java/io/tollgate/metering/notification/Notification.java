package io.tollgate.metering.notification;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one target.
 *
 * @param secret of a webhook; null for mail
 * @param data JSON of what the event says
 * @param attempt counts from 1
 */
public record Notification(
    long notificationNo,
    NotificationTarget.Kind kind,
    String address,
    @Nullable String secret,
    String type,
    String data,
    Instant occurredAt,
    int attempt) {

  @Override
  public String toString() {
    return "Notification[" + notificationNo + ", " + type + ", attempt=" + attempt + "]";
  }
}
