package io.tollgate.metering.notification.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.notification.NewTarget;
import io.tollgate.metering.notification.Notification;
import io.tollgate.metering.notification.NotificationChannel.Heard;
import io.tollgate.metering.notification.NotificationStore;
import io.tollgate.metering.notification.NotificationTarget;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.secret.SecretCipher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresNotificationStore implements NotificationStore {

  private static final String ADD = """
      INSERT INTO notification_target (target_id, scope, isv_no, kind, address, events, secret,
                                       created_at)
      VALUES (:targetId, :scope, :isvNo, :kind, :address, :events, :secret, :createdAt)""";

  private static final String TARGET = """
      SELECT t.target_no, t.target_id, t.scope, i.isv_id, t.kind, t.address, t.events, t.created_at
        FROM notification_target t LEFT JOIN isv i USING (isv_no)
      """;

  private static final String FIND = TARGET + "WHERE t.target_id = :targetId";

  private static final String LIST = TARGET + """
      WHERE t.ended_at IS NULL AND t.target_no > :position ORDER BY t.target_no LIMIT :limit""";

  private static final String END = """
      UPDATE notification_target SET ended_at = :endedAt
       WHERE target_id = :targetId AND ended_at IS NULL""";

  /** The lease is longer than any attempt. */
  private static final String TAKE = """
      UPDATE notification n
         SET attempt_count = n.attempt_count + 1,
             leased_until = clock_timestamp() + interval '30 seconds'
        FROM notification_target t, event e
       WHERE n.notification_no IN (
               SELECT notification_no FROM notification
                WHERE state = 'PENDING' AND next_attempt_at <= :now
                  AND (leased_until IS NULL OR leased_until < clock_timestamp())
                ORDER BY next_attempt_at, notification_no
                LIMIT :limit FOR UPDATE SKIP LOCKED)
         AND t.target_no = n.target_no AND e.event_no = n.event_no
      RETURNING n.notification_no, n.attempt_count, t.target_id, t.kind, t.address, t.secret,
                e.type, e.data::text AS data, e.occurred_at""";

  private static final String RECORD = """
      UPDATE notification
         SET state = :state, next_attempt_at = :nextAttemptAt, leased_until = NULL,
             last_status = :status, last_error = :error,
             finished_at = CASE WHEN :state = 'PENDING' THEN NULL ELSE :at END
       WHERE notification_no = :notificationNo AND attempt_count = :attempt AND state = 'PENDING'""";

  private static final String REPLAY = """
      UPDATE notification
         SET state = 'PENDING', attempt_count = 0, next_attempt_at = :now, leased_until = NULL,
             finished_at = NULL
       WHERE notification_no = :notificationNo""";

  private static final String ANY_DUE = """
      SELECT EXISTS (
        SELECT 1 FROM notification WHERE state = 'PENDING' AND next_attempt_at <= :now)""";

  private static final String NEXT_DUE = """
      SELECT min(next_attempt_at) AS due FROM notification
       WHERE state = 'PENDING' AND next_attempt_at > :now""";

  private final DatabaseClient database;
  private final SecretCipher cipher;

  PostgresNotificationStore(DatabaseClient database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  @Override
  public Mono<NotificationTarget> add(
      String targetId,
      NewTarget target,
      @Nullable Integer isvNo,
      @Nullable String secret,
      Instant createdAt) {
    var sealed = secret == null ? null : cipher.encrypt(targetId, secret);
    return database
        .sql(ADD)
        .bind("targetId", targetId)
        .bind("scope", target.scope().name())
        .bind("isvNo", Binding.nullable(isvNo, Integer.class))
        .bind("kind", target.kind().name())
        .bind("address", target.address())
        .bind("events", target.events().toArray(String[]::new))
        .bind("secret", Binding.nullable(sealed, byte[].class))
        .bind("createdAt", createdAt)
        .then()
        .then(find(targetId));
  }

  private Mono<NotificationTarget> find(String targetId) {
    return database
        .sql(FIND)
        .bind("targetId", targetId)
        .map(PostgresNotificationStore::target)
        .one();
  }

  @Override
  public Mono<List<ListedTarget>> list(long after, int limit) {
    return database
        .sql(LIST)
        .bind("position", after)
        .bind("limit", limit)
        .map(row -> new ListedTarget(Columns.integer(row, "target_no"), target(row)))
        .all()
        .collectList();
  }

  @Override
  public Mono<NotificationTarget> end(String targetId, Instant endedAt) {
    return database
        .sql(END)
        .bind("endedAt", endedAt)
        .bind("targetId", targetId)
        .fetch()
        .rowsUpdated()
        .filter(rows -> rows == 1)
        .flatMap(rows -> find(targetId));
  }

  @Override
  public Mono<List<Notification>> take(Instant now, int limit) {
    return database
        .sql(TAKE)
        .bind("now", now)
        .bind("limit", limit)
        .map(this::notification)
        .all()
        .collectList();
  }

  @Override
  public Mono<Void> record(
      Notification notification, Heard heard, @Nullable Instant nextAttemptAt, Instant at) {
    return database
        .sql(RECORD)
        .bind("state", state(heard, nextAttemptAt))
        .bind("nextAttemptAt", Binding.nullable(nextAttemptAt, Instant.class))
        .bind("status", Binding.nullable(heard.status(), Integer.class))
        .bind("error", Binding.nullable(heard.error(), String.class))
        .bind("at", at)
        .bind("notificationNo", notification.notificationNo())
        .bind("attempt", notification.attempt())
        .then();
  }

  private static String state(Heard heard, @Nullable Instant nextAttemptAt) {
    if (heard.error() == null) {
      return "DELIVERED";
    }
    return nextAttemptAt == null ? "FAILED" : "PENDING";
  }

  @Override
  public Mono<Boolean> replay(long notificationNo, Instant now) {
    return database
        .sql(REPLAY)
        .bind("now", now)
        .bind("notificationNo", notificationNo)
        .fetch()
        .rowsUpdated()
        .map(rows -> rows == 1);
  }

  @Override
  public Mono<Boolean> anyDue(Instant now) {
    return database.sql(ANY_DUE).bind("now", now).mapValue(Boolean.class).one();
  }

  @Override
  public Mono<Instant> nextDue(Instant now) {
    return database
        .sql(NEXT_DUE)
        .bind("now", now)
        .map(row -> Optional.ofNullable(row.get("due", Instant.class)))
        .one()
        .flatMap(Mono::justOrEmpty);
  }

  private Notification notification(Readable row) {
    var sealed = row.get("secret", byte[].class);
    return new Notification(
        Columns.number(row, "notification_no"),
        NotificationTarget.Kind.valueOf(Columns.text(row, "kind")),
        Columns.text(row, "address"),
        sealed == null ? null : cipher.decrypt(Columns.text(row, "target_id"), sealed),
        Columns.text(row, "type"),
        Columns.text(row, "data"),
        Columns.instant(row, "occurred_at"),
        Columns.integer(row, "attempt_count"));
  }

  private static NotificationTarget target(Readable row) {
    return new NotificationTarget(
        Columns.text(row, "target_id"),
        NotificationTarget.Scope.valueOf(Columns.text(row, "scope")),
        row.get("isv_id", String.class),
        NotificationTarget.Kind.valueOf(Columns.text(row, "kind")),
        Columns.text(row, "address"),
        List.of(Columns.value(row, "events", String[].class)),
        Columns.instant(row, "created_at"));
  }
}
