package io.tollgate.gateway.idempotency.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.r2dbc.spi.Readable;
import io.tollgate.gateway.idempotency.Claim;
import io.tollgate.gateway.idempotency.RememberedAnswer;
import io.tollgate.gateway.idempotency.RememberedAnswers;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import java.util.Arrays;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresRememberedAnswers implements RememberedAnswers {

  private static final String CLAIM = """
      INSERT INTO idempotency_key (actor, key, request) VALUES (:actor, :key, :request)
      ON CONFLICT (actor, key) DO NOTHING""";

  private static final String READ = """
      SELECT request, status, content_type, location, body
        FROM idempotency_key WHERE actor = :actor AND key = :key""";

  private static final String REMEMBER = """
      UPDATE idempotency_key
         SET status = :status, content_type = :contentType, location = :location, body = :body
       WHERE actor = :actor AND key = :key""";

  private static final String FORGET =
      "DELETE FROM idempotency_key WHERE actor = :actor AND key = :key AND status IS NULL";

  /** Every new key clears a few old ones away, so that nothing has to be swept. */
  private static final String FORGET_OLD = """
      DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_key WHERE created_at < now() - interval '36 days'
         ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED))""";

  private final DatabaseClient database;

  PostgresRememberedAnswers(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Claim> claim(String actor, String key, byte[] request) {
    return database
        .sql(CLAIM)
        .bind("actor", actor)
        .bind("key", key)
        .bind("request", request)
        .fetch()
        .rowsUpdated()
        .flatMap(rows -> rows == 1 ? fresh() : known(actor, key, request));
  }

  private Mono<Claim> fresh() {
    return database.sql(FORGET_OLD).then().thenReturn(new Claim.Fresh());
  }

  private Mono<Claim> known(String actor, String key, byte[] request) {
    return database
        .sql(READ)
        .bind("actor", actor)
        .bind("key", key)
        .map(row -> known(row, request))
        .one()
        .defaultIfEmpty(new Claim.AtWork());
  }

  private static Claim known(Readable row, byte[] request) {
    if (!Arrays.equals(Columns.value(row, "request", byte[].class), request)) {
      return new Claim.Reused();
    }
    var status = row.get("status", Integer.class);
    if (status == null) {
      return new Claim.AtWork();
    }
    return new Claim.Answered(new RememberedAnswer(
        status,
        row.get("content_type", String.class),
        row.get("location", String.class),
        new String(Columns.value(row, "body", byte[].class), UTF_8)));
  }

  @Override
  public Mono<Void> remember(String actor, String key, RememberedAnswer answer) {
    return database
        .sql(REMEMBER)
        .bind("status", answer.status())
        .bind("contentType", Binding.nullable(answer.contentType(), String.class))
        .bind("location", Binding.nullable(answer.location(), String.class))
        .bind("body", answer.body().getBytes(UTF_8))
        .bind("actor", actor)
        .bind("key", key)
        .then();
  }

  @Override
  public Mono<Void> forget(String actor, String key) {
    return database.sql(FORGET).bind("actor", actor).bind("key", key).then();
  }
}
