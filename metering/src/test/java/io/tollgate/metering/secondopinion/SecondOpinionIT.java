package io.tollgate.metering.secondopinion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine, driven through PostgreSQL and Redis, and a naive model that recomputes everything come
 * to the same draws, quotas, aggregates, amounts and balances. Every run takes other seeds;
 * {@code -DsecondOpinion.seed} and {@code -DsecondOpinion.histories} repeat one, or play more.
 */
@WithStores
class SecondOpinionIT {

  private static final Logger log = LoggerFactory.getLogger(SecondOpinionIT.class);

  private static final int HISTORIES = Integer.getInteger("secondOpinion.histories", 500);

  @Test
  void bothComeToTheSameBooks(Stores stores) {
    var seed =
        Long.getLong("secondOpinion.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
    log.info(
        "Second opinion: seeds {} to {}; again with"
            + " -DsecondOpinion.seed={} -DsecondOpinion.histories={}",
        seed,
        seed + HISTORIES - 1,
        seed,
        HISTORIES);
    try (var engine = new Engine(stores)) {
      var histories = new Histories(engine);

      var disagreements = histories.play(seed, HISTORIES);

      log.info("Second opinion: {}", histories.figures());
      assertThat(disagreements.stream().limit(10))
          .as("first of %d", disagreements.size())
          .isEmpty();
      assertThatTheJournalIsZero(engine);
    }
  }

  private static void assertThatTheJournalIsZero(Engine engine) {
    var unbalanced = new Metered(engine).rows("""
        SELECT entry_no FROM posting GROUP BY entry_no, currency HAVING sum(amount) <> 0""");
    assertThat(unbalanced).isEmpty();
  }
}
