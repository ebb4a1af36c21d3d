package io.tollgate.metering.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.metering.usage.RecordOutcome.Accepted;
import io.tollgate.metering.usage.RecordOutcome.Refused;
import io.tollgate.metering.usage.RecordOutcome.Replay;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What an operator sees of the way of a usage record.
 *
 * <p>{@code tollgate.usage.records} counts records by {@code outcome} (accepted, replay, refused)
 * and {@code code}; {@code tollgate.usage.commit} times commits by {@code outcome} (committed,
 * disputed, failed); {@code tollgate.usage.commit.records} is how many records shared one.
 */
@Component
final class UsageMeters {

  private static final String RECORDS = "tollgate.usage.records";
  private static final String COMMIT = "tollgate.usage.commit";

  private final Counter accepted;
  private final Counter replayed;
  private final Map<RecordFault, Counter> refused = new EnumMap<>(RecordFault.class);
  private final Timer committed;
  private final Timer disputed;
  private final Timer failed;
  private final DistributionSummary batch;

  UsageMeters(MeterRegistry registry) {
    this.accepted = records(registry, "accepted", "none");
    this.replayed = records(registry, "replay", "none");
    for (var fault : RecordFault.values()) {
      refused.put(fault, records(registry, "refused", fault.code()));
    }
    this.committed = commits(registry, "committed");
    this.disputed = commits(registry, "disputed");
    this.failed = commits(registry, "failed");
    this.batch = DistributionSummary.builder("tollgate.usage.commit.records")
        .description("Records that shared one commit")
        .register(registry);
  }

  private static Counter records(MeterRegistry registry, String outcome, String code) {
    return Counter.builder(RECORDS)
        .description("Usage records by what became of them")
        .tag("outcome", outcome)
        .tag("code", code)
        .register(registry);
  }

  private static Timer commits(MeterRegistry registry, String outcome) {
    return Timer.builder(COMMIT)
        .description("Commits of usage to the ledger")
        .tag("outcome", outcome)
        .publishPercentileHistogram()
        .register(registry);
  }

  void count(List<RecordOutcome> outcomes) {
    for (var outcome : outcomes) {
      switch (outcome) {
        case Accepted each -> accepted.increment();
        case Replay each -> replayed.increment();
        case Refused(var fault) -> Objects.requireNonNull(refused.get(fault)).increment();
      }
    }
  }

  /** The same ledger, its commits measured. */
  UsageLedger timed(UsageLedger ledger) {
    return new Timed(ledger);
  }

  private final class Timed implements UsageLedger {

    private final UsageLedger ledger;

    Timed(UsageLedger ledger) {
      this.ledger = ledger;
    }

    @Override
    public Mono<Commit> commit(List<Entry> entries, Instant acceptedAt) {
      return Mono.defer(() -> {
        var started = Timer.start();
        batch.record(entries.size());
        return ledger
            .commit(entries, acceptedAt)
            .doOnNext(commit -> started.stop(timer(commit)))
            .doOnError(e -> started.stop(failed));
      });
    }

    private Timer timer(Commit commit) {
      return switch (commit) {
        case Commit.Committed done -> committed;
        case Commit.Disputed undone -> disputed;
      };
    }

    @Override
    public Mono<Known> find(Collection<UsageRecord> records) {
      return ledger.find(records);
    }

    @Override
    public Mono<Map<Long, Accepted>> outcomes(Collection<KnownRecord> records) {
      return ledger.outcomes(records);
    }

    @Override
    public Mono<Left> left(long slotNo) {
      return ledger.left(slotNo);
    }

    @Override
    public Flux<Long> slots() {
      return ledger.slots();
    }

    @Override
    public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
      return ledger.refuse(refusals, refusedAt);
    }
  }
}
