package io.tollgate.metering.secondopinion;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.replay.LedgerReplay;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.time.Duration;
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
      assertThatAReplayGivesTheSame(engine);
    }
  }

  /** The engine's own account of what it did, in the order in which the ledger recorded it. */
  private static void assertThatAReplayGivesTheSame(Engine engine) {
    var begun = System.nanoTime();
    var replayed = requireNonNull(engine.part(LedgerReplay.class).replay().block(Engine.PATIENCE));

    log.info(
        "Replayed {} records and {} corrections in {} slots, {} aggregates in {} closings, {}"
            + " journal entries, in {} ms",
        replayed.records(),
        replayed.corrections(),
        replayed.slots(),
        replayed.aggregates(),
        replayed.closings(),
        replayed.entries(),
        Duration.ofNanos(System.nanoTime() - begun).toMillis());
    assertThat(replayed.disagreements().stream().limit(10)).isEmpty();
    assertThat(replayed.records()).isPositive();
    assertThat(replayed.corrections()).isPositive();
    assertThat(replayed.entries()).isPositive();
  }

  private static void assertThatTheJournalIsZero(Engine engine) {
    var unbalanced = new Metered(engine).rows("""
        SELECT entry_no FROM posting GROUP BY entry_no, currency HAVING sum(amount) <> 0""");
    assertThat(unbalanced).isEmpty();
  }
}
