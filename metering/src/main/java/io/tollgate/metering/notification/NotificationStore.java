package io.tollgate.metering.notification;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where targets and waiting notifications are kept. All calls join the caller's transaction. */
public interface NotificationStore {

  /** Answers the added target. */
  Mono<NotificationTarget> add(
      String targetId,
      NewTarget target,
      @Nullable Integer isvNo,
      @Nullable String secret,
      Instant createdAt);

  /** Those in force, in the order of their creation, from the one after {@code after}. */
  Mono<List<ListedTarget>> list(long after, int limit);

  /** Answers what ended; empty where there is no such target in force. */
  Mono<NotificationTarget> end(String targetId, Instant endedAt);

  /** Leases at most {@code limit} that are due at {@code now}, and counts the attempt. */
  Mono<List<Notification>> take(Instant now, int limit);

  /**
   * Writes down an attempt.
   *
   * @param nextAttemptAt null where there is none: it was heard, or given up
   */
  Mono<Void> record(
      Notification notification,
      NotificationChannel.Heard heard,
      @Nullable Instant nextAttemptAt,
      Instant at);

  /** Sends again from the first attempt on; false where there is no such notification. */
  Mono<Boolean> replay(long notificationNo, Instant now);

  Mono<Boolean> anyDue(Instant now);

  /** The earliest due time after {@code now}; empty where nothing waits. */
  Mono<Instant> nextDue(Instant now);

  /** A target and its place in the list. */
  record ListedTarget(int targetNo, NotificationTarget target) {}
}
