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
        .map(this::open)
        .all()
        .collectList()
        .map(this::judge);
  }

  private Step judge(List<Opened> page) {
    var endsRound = page.size() < SECRETS_A_STEP;
    return new Step(
        endsRound ? START : page.getLast().owner,
        endsRound,
        page.size(),
        page.stream()
            .filter(opened -> !opened.wasSealed)
            .map(opened -> "the secret of " + opened.owner + " is not sealed with the master key")
            .toList());
  }

  private Opened open(Readable row) {
    var owner = Columns.text(row, "owner");
    return new Opened(owner, isSealed(owner, Columns.value(row, "secret", byte[].class)));
  }

  private boolean isSealed(String owner, byte[] secret) {
    try {
      cipher.decrypt(owner, secret);
      return true;
    } catch (IllegalStateException unreadable) {
      return false;
    }
  }

  /** A secret that was looked at, and forgotten again. */
  private record Opened(String owner, boolean wasSealed) {}
}
