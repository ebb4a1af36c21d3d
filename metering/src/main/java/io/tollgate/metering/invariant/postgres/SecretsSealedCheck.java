package io.tollgate.metering.invariant.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.secret.SecretCipher;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A sealed secret opens only if it is whole; one in clear, or of another owner, does not. */
@Component
final class SecretsSealedCheck implements InvariantCheck {

  private static final int SECRETS_A_STEP = 200;

  private static final String PAGE = """
      SELECT owner, secret FROM (
        SELECT key_id AS owner, secret FROM isv_key
        UNION ALL
        SELECT target_id, secret FROM notification_target WHERE secret IS NOT NULL) s
       WHERE owner > :cursor ORDER BY owner LIMIT :limit""";

  private final DatabaseClient database;
  private final SecretCipher cipher;

  SecretsSealedCheck(DatabaseClient database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  @Override
  public Invariant invariant() {
    return Invariant.SECRETS_SEALED;
  }

  @Override
  public Mono<Step> step(String cursor) {
    return database
        .sql(PAGE)
        .bind("cursor", cursor)
        .bind("limit", SECRETS_A_STEP)
        .map(Stored::of)
        .all()
        .collectList()
        .map(this::judge);
  }

  private Step judge(List<Stored> page) {
    var endsRound = page.size() < SECRETS_A_STEP;
    return new Step(
        endsRound ? START : page.getLast().owner,
        endsRound,
        page.size(),
        page.stream()
            .filter(stored -> !isSealed(stored))
            .map(stored -> "the secret of " + stored.owner + " is not sealed with the master key")
            .toList());
  }

  private boolean isSealed(Stored stored) {
    try {
      cipher.decrypt(stored.owner, stored.secret);
      return true;
    } catch (IllegalStateException unreadable) {
      return false;
    }
  }

  private record Stored(String owner, byte[] secret) {

    static Stored of(Readable row) {
      return new Stored(Columns.text(row, "owner"), Columns.value(row, "secret", byte[].class));
    }
  }
}
