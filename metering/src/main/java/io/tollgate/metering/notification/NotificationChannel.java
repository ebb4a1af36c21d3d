package io.tollgate.metering.notification;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One way of telling. */
public interface NotificationChannel {

  NotificationTarget.Kind kind();

  /** Makes one attempt, within its own timeout. Always answers: what goes wrong is an outcome. */
  Mono<Heard> send(Notification notification);

  /**
   * What came of an attempt.
   *
   * @param status of the HTTP answer; null where there was none
   * @param error why it was not heard; null where it was
   */
  record Heard(@Nullable Integer status, @Nullable String error) {

    boolean isDone() {
      return error == null;
    }
  }
}
