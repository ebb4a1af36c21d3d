package io.tollgate.metering.collection;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.metering.feed.AggregateFeed;
import io.tollgate.metering.feed.AggregateFilter;
import io.tollgate.metering.feed.ClosingFeed;
import io.tollgate.metering.feed.PublishedAggregate;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A puller with small pages reads while hourly and daily collections of two nodes write. */
@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeedPromiseIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");
  private static final int HOURS = 40;

  private final LedgerFixture ledger;
  private final CollectionContext one;
  private final CollectionContext other;

  FeedPromiseIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    var parts = Stream.concat(
            Stream.of(CollectionContext.collectionParts()),
            Stream.of("io\\.tollgate\\.metering\\.feed\\..*"))
        .toArray(String[]::new);
    one = new CollectionContext(stores.database(), parts);
    other = new CollectionContext(stores.database(), parts);
  }

  @AfterAll
  void close() throws SQLException {
    one.close();
    other.close();
    ledger.close();
  }

  @Test
  void showsEachAggregateOnceInOneOrderWhateverCommitsMeanwhile() {
    var pulled = new ArrayList<PublishedAggregate>();
    var writing = hours(new Random(7)).subscribeOn(Schedulers.boundedElastic()).cache();

    writing.subscribe();
    while (pull(pulled) || !isDone(writing)) {
      // Goes on until the writers are done and nothing is left to read.
    }
    writing.block(PATIENCE);

    assertThat(pulled).isEqualTo(all());
    assertThat(pulled.stream().map(PublishedAggregate::sequence))
        .isEqualTo(Stream.iterate(1L, n -> n + 1).limit(pulled.size()).toList());
    assertThat(ledger.value("SELECT sum(record_count) FROM aggregate"))
        .isEqualTo(ledger.value("SELECT count(*) FROM usage_record"));
    assertThat(ledger.value("SELECT trim_scale(coalesce(sum(amount), 0)) FROM posting"))
        .isEqualTo("0");
    proveChain(pulled);
  }

  /** Hour by hour: records come in, and both nodes do what is due, at the same time. */
  private Mono<Void> hours(Random random) {
    var isvNo = ledger.isv("isv-1");
    var customerNo = ledger.customer("c-1");
    var instances = new EnumMap<Cycle, List<Long>>(Cycle.class);
    for (var cycle : Cycle.values()) {
      var itemNo = ledger.item(isvNo, "pid-" + cycle, cycle, LedgerFixture.perUnit("0.01"));
      instances.put(
          cycle,
          IntStream.range(0, 20)
              .mapToObj(i -> ledger.instance(itemNo, customerNo, "ON_DEMAND", "i-" + cycle + i))
              .toList());
    }
    return Flux.range(0, HOURS + 30)
        .concatMap(hour -> Mono.fromRunnable(() -> accept(hour, instances, random))
            .then(collectDueBy(START.plus(Duration.ofMinutes(75 + hour * 60L)))))
        .then();
  }

  private void accept(int hour, Map<Cycle, List<Long>> instances, Random random) {
    if (hour >= HOURS) {
      return;
    }
    instances.forEach((cycle, ofCycle) -> {
      for (var instanceNo : ofCycle) {
        if (random.nextInt(3) == 0) {
          var end = START.plusSeconds(hour * 3_600L + random.nextInt(1, 3_600));
          ledger.record(new UsageRow(
              ledger.nextBatch() << 16,
              instanceNo,
              cycle,
              random.nextInt(10) == 0 ? end.minus(Duration.ofHours(5)) : end,
              end,
              random.nextInt(1, 100_000),
              0,
              List.of(),
              List.of()));
        }
      }
    });
  }

  private Mono<Void> collectDueBy(Instant now) {
    return Flux.just(one, other)
        .flatMap(node -> {
          node.moveTo(now);
          return Flux.fromArray(Cycle.values())
              .map(cycle ->
                  CollectionDue.after(cycle, now.minus(Duration.ofMinutes(60)), LedgerFixture.ZONE))
              .filter(due -> !due.dueAt().isAfter(now))
              .flatMap(due -> node.bean(CycleCollection.class)
                  .collect(due)
                  .as(node.bean(TransactionalOperator.class)::transactional));
        })
        .then();
  }

  /** Reads one small page on; false when there was nothing. */
  private boolean pull(List<PublishedAggregate> pulled) {
    var position = pulled.isEmpty() ? 0 : pulled.getLast().sequence();
    var page = requireNonNull(
        one.bean(AggregateFeed.class).read(AggregateFilter.ALL, position, 7).block(PATIENCE));
    pulled.addAll(page);
    return !page.isEmpty();
  }

  private static boolean isDone(Mono<Void> writing) {
    return writing
        .materialize()
        .timeout(Duration.ofMillis(1), Mono.empty())
        .hasElement()
        .blockOptional(PATIENCE)
        .orElse(false);
  }

  private List<PublishedAggregate> all() {
    return requireNonNull(other.bean(AggregateFeed.class).stream(AggregateFilter.ALL, 0)
        .collectList()
        .block(PATIENCE));
  }

  private void proveChain(List<PublishedAggregate> aggregates) {
    var closings = requireNonNull(one.bean(ClosingFeed.class).stream(ClosingFeed.All.CLOSINGS, 0)
        .collectList()
        .block(PATIENCE));
    var previous = ClosingChain.GENESIS;
    for (var closing : closings) {
      var chain = ClosingChain.after(previous);
      var first = closing.firstSequence();
      var last = closing.lastSequence();
      if (first != null && last != null) {
        aggregates
            .subList((int) (first - 1), last.intValue())
            .forEach(aggregate -> chain.add(aggregate.document()));
      }
      assertThat(closing.sha256()).isEqualTo(chain.sha256Hex());
      previous = closing.sha256();
    }
  }
}
