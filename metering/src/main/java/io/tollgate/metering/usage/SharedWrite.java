package io.tollgate.metering.usage;

import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.tollgate.metering.usage.UsageLedger.Commit;
import io.tollgate.metering.usage.UsageLedger.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * One batch on its way into the ledger, and what became of each of its entries.
 *
 * <p>A commit is all or nothing, so a batch that cannot go in whole is taken apart: entries whose
 * slots are disputed step aside, and a batch that the ledger cannot hold is halved until the bad
 * entry stands alone. The neighbours of either are written.
 */
final class SharedWrite {

  private static final Logger LOG = LoggerFactory.getLogger(SharedWrite.class);

  /** Deadlocks pass by themselves; three tries keep within a client's patience. */
  private static final int ROLLBACK_RETRIES = 3;

  /** SQLSTATE classes: data exception, integrity constraint violation. */
  private static final Set<String> BAD_INPUT = Set.of("22", "23");

  private final UsageLedger ledger;
  private final List<Entry> entries;
  private final Instant acceptedAt;
  private final Written[] written;
  private final Map<Long, Long> leftUnits = new HashMap<>();
  private boolean levelsPassed;

  SharedWrite(UsageLedger ledger, List<Entry> entries, Instant acceptedAt) {
    this.ledger = ledger;
    this.entries = entries;
    this.acceptedAt = acceptedAt;
    this.written = new Written[entries.size()];
  }

  /** What became of one entry. */
  enum Written {
    /** Durable. */
    FRESH,
    /** Its identity is taken; nothing was written for it. */
    TAKEN,
    /** The ledger's quotas are not what its proposal took them for; nothing was written for it. */
    DISPUTED,
    /** The ledger cannot hold it; nothing was written for it. */
    POISONED
  }

  /**
   * What became of all entries.
   *
   * @param written for each entry, in order
   * @param leftUnits of the quotas that were drawn from, after the commit
   * @param levelsPassed whether a quota passed a level that someone is to hear of
   */
  record Outcome(List<Written> written, Map<Long, Long> leftUnits, boolean levelsPassed) {}

  Mono<Outcome> run() {
    return write(IntStream.range(0, entries.size()).boxed().toList())
        .then(Mono.fromSupplier(() -> new Outcome(List.of(written), leftUnits, levelsPassed)));
  }

  private Mono<Void> write(List<Integer> places) {
    if (places.isEmpty()) {
      return Mono.empty();
    }
    return Mono.defer(() -> ledger.commit(places.stream().map(entries::get).toList(), acceptedAt))
        .retryWhen(Retry.max(ROLLBACK_RETRIES).filter(R2dbcRollbackException.class::isInstance))
        .flatMap(commit -> note(places, commit))
        .onErrorResume(SharedWrite::isBadInput, e -> halve(places, e));
  }

  private Mono<Void> note(List<Integer> places, Commit commit) {
    return switch (commit) {
      case Commit.Committed committed -> {
        for (var i = 0; i < places.size(); i++) {
          written[places.get(i)] = committed.fresh().get(i) ? Written.FRESH : Written.TAKEN;
        }
        leftUnits.putAll(committed.leftUnits());
        levelsPassed |= committed.levelsPassed();
        yield Mono.empty();
      }
      case Commit.Disputed(var slots) -> {
        var others = new ArrayList<Integer>();
        for (var place : places) {
          if (slots.contains(entries.get(place).record().slotNo())) {
            written[place] = Written.DISPUTED;
          } else {
            others.add(place);
          }
        }
        yield write(others);
      }
    };
  }

  private Mono<Void> halve(List<Integer> places, Throwable cause) {
    if (places.size() == 1) {
      written[places.getFirst()] = Written.POISONED;
      LOG.error("The ledger cannot hold {}", entries.get(places.getFirst()).record(), cause);
      return Mono.empty();
    }
    var middle = places.size() / 2;
    return write(places.subList(0, middle)).then(write(places.subList(middle, places.size())));
  }

  /** Faults of what is written, as opposed to faults of the road to the ledger. */
  private static boolean isBadInput(Throwable error) {
    return error instanceof R2dbcException broken
        && broken.getSqlState() != null
        && BAD_INPUT.contains(broken.getSqlState().substring(0, 2));
  }
}
