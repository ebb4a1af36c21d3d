package io.tollgate.metering.instance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.metering.delivery.Deliveries;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.instance.InstanceChanges.Happening;
import io.tollgate.metering.timer.Timers;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceEvent.CreateFailed;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import io.tollgate.rules.instance.InstanceEvent.Provisioned;
import io.tollgate.rules.instance.InstanceEvent.Release;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.instance.Transition;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Two families of instances that live through the same random history, one instance after the other
 * in the first, all in one go in the second: no row may tell which is which.
 */
@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class InstanceChangesIT {

  private static final Instant START = Instant.parse("2026-01-10T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MEMBERS = 16;
  private static final int ROUNDS = 14;

  private static final String STATES = """
      SELECT right(instance_id, 2), state, freeze_reasons, version, frozen_at, released_at, release_at
      FROM instance WHERE instance_id LIKE '%s-%%' ORDER BY 1""";

  private static final String FEED = """
      SELECT right(i.instance_id, 2), c.version, c.from_state, c.to_state, c.freeze_reasons,
             c.reason, c.occurred_at,
             (SELECT count(*) FROM delivery d
              WHERE d.instance_no = c.instance_no AND d.delivery_no <= c.delivery_no)
      FROM state_change c JOIN instance i USING (instance_no)
      WHERE i.instance_id LIKE '%s-%%' ORDER BY c.sequence""";

  private static final String DELIVERIES = """
      SELECT right(i.instance_id, 2), d.activity, d.state, d.payload - 'instanceId',
             d.next_attempt_at, d.created_at, d.finished_at
      FROM delivery d JOIN instance i USING (instance_no)
      WHERE i.instance_id LIKE '%s-%%' ORDER BY 1, d.delivery_no""";

  private static final String TIMERS = """
      SELECT right(i.instance_id, 2), t.kind, split_part(t.subject, ':', 2), t.due_at
      FROM timer t JOIN instance i ON i.instance_no = split_part(t.subject, ':', 1)::bigint
      WHERE i.instance_id LIKE '%s-%%' ORDER BY 1, 2, 3, 4""";

  private final List<Event> raised = new ArrayList<>();
  private CollectionContext context;
  private LedgerFixture ledger;
  private InstanceStore instances;
  private InstanceChanges changes;
  private Random random = new Random(0);

  @BeforeAll
  void build(Stores stores) {
    context = new CollectionContext(
        stores.database(),
        "io\\.tollgate\\.metering\\.instance\\.postgres\\.PostgresInstanceStore",
        "io\\.tollgate\\.metering\\.delivery\\.postgres\\.PostgresDeliveries",
        "io\\.tollgate\\.metering\\.timer\\.postgres\\.PostgresTimers");
    ledger = new LedgerFixture(stores.database());
    instances = context.bean(InstanceStore.class);
    changes = new InstanceChanges(
        instances,
        context.bean(Deliveries.class),
        context.bean(Timers.class),
        events -> Mono.fromRunnable(() -> raised.addAll(events)),
        context.bean(FactsChanged.class),
        context.bean(BusinessClock.class));
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    ledger.close();
  }

  @BeforeEach
  void startAnew() {
    ledger.clear();
    raised.clear();
    context.moveTo(START);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void oneByOneAndAllInOneGoLeaveTheSameBehind(long seed) {
    random = new Random(seed);
    var single = family("one");
    var together = family("all");

    for (var round = 0; round < ROUNDS; round++) {
      var now = START.plus(Duration.ofHours(round));
      context.moveTo(now);
      var members = someMembers();
      var events = members.stream().map(member -> anything(now)).toList();

      var eventsBefore = raised.size();
      var oneByOne = oneByOne(numbers(single, members), events);
      var eventsBetween = raised.size();
      var inOneGo = inOneGo(numbers(together, members), events);

      assertThat(inOneGo).isEqualTo(oneByOne);
      assertThat(told(raised.subList(eventsBetween, raised.size())))
          .isEqualTo(told(raised.subList(eventsBefore, eventsBetween)));
      deliverSome();
    }

    for (var rows : List.of(STATES, FEED, DELIVERIES, TIMERS)) {
      assertThat(ledger.rows(rows.formatted("all")))
          .isNotEmpty()
          .isEqualTo(ledger.rows(rows.formatted("one")));
    }
  }

  @Test
  void undoesAllWhereOneFails() {
    var family = family("all");
    ledger.run("INSERT INTO state_change (sequence, instance_no, version, from_state, to_state,"
        + " freeze_reasons, reason, occurred_at) VALUES (nextval('state_change_no'), "
        + family.get(3) + ", 1, 'ACTIVE', 'ACTIVE', '{}', 'TEST', now())");
    var members = IntStream.range(0, MEMBERS).boxed().toList();
    var freezes = members.stream()
        .map(member -> (InstanceEvent) new Freeze(FreezeReason.EXPIRED, START.plusSeconds(1)))
        .toList();

    assertThatThrownBy(() -> inOneGo(numbers(family, members), freezes))
        .hasMessageContaining("state_change");

    assertThat(ledger.value("SELECT count(*) FROM instance WHERE version > 0")).isEqualTo("0");
    assertThat(ledger.value("SELECT count(*) FROM timer")).isEqualTo("0");
    assertThat(ledger.value("SELECT count(*) FROM delivery")).isEqualTo("0");
  }

  @Test
  void refusesAnInstanceThatIsNamedTwice() {
    var number = family("all").getFirst();

    assertThatThrownBy(
            () -> inOneGo(List.of(number, number), List.of(anything(START), anything(START))))
        .hasMessageContaining("instance " + number + " (expected: each instance once)");
  }

  /** Metered ones and subscriptions, some of them still being provisioned. */
  private List<Long> family(String name) {
    var isvNo = ledger.isv("isv-" + name);
    var item = ledger.item(isvNo, "pid-" + name, Cycle.HOURLY, LedgerFixture.perUnit("1"));
    var customer = ledger.customer("c-" + name);
    var family = IntStream.range(0, MEMBERS)
        .mapToObj(member -> ledger.instance(
            item,
            customer,
            member % 3 == 0 ? "PERIOD" : "ON_DEMAND",
            "%s-%02d".formatted(name, member)))
        .toList();
    ledger.run(
        "UPDATE instance SET state = 'PROVISIONING' WHERE right(instance_id, 1) IN ('4', '5')");
    return family;
  }

  private List<Integer> someMembers() {
    var members = new ArrayList<>(IntStream.range(0, MEMBERS).boxed().toList());
    Collections.shuffle(members, random);
    return List.copyOf(members.subList(0, 1 + random.nextInt(MEMBERS)));
  }

  private static List<Long> numbers(List<Long> family, List<Integer> members) {
    return members.stream().map(family::get).toList();
  }

  private InstanceEvent anything(Instant now) {
    var reason = any(FreezeReason.values());
    return switch (random.nextInt(20)) {
      case 0, 1 -> new Provisioned();
      case 2 -> new CreateFailed(random.nextBoolean());
      case 3 -> new Release(any(ReleaseCause.values()));
      case 4, 5, 6, 7, 8, 9, 10, 11 ->
        new Freeze(
            reason,
            reason == FreezeReason.VIOLATION ? null : now.plusSeconds(random.nextInt(1_000_000)));
      default -> new Lift(reason);
    };
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private List<Transition> oneByOne(List<Long> numbers, List<InstanceEvent> events) {
    return transactionally(Flux.range(0, numbers.size())
        .concatMap(place -> instances
            .lock(numbers.get(place))
            .flatMap(instance -> changes.apply(instance, events.get(place), cause(place))))
        .collectList());
  }

  private List<Transition> inOneGo(List<Long> numbers, List<InstanceEvent> events) {
    return transactionally(instances
        .lock(numbers)
        .collectMap(Instance::instanceNo)
        .map(locked -> IntStream.range(0, numbers.size())
            .mapToObj(place -> new Happening(
                requireNonNull(locked.get(numbers.get(place))), events.get(place), cause(place)))
            .toList())
        .flatMap(changes::applyAll));
  }

  private static ChangeCause cause(int place) {
    return ChangeCause.of("CAUSE_" + place);
  }

  private <T> T transactionally(Mono<T> work) {
    return requireNonNull(
        context.bean(TransactionalOperator.class).transactional(work).block(PATIENCE));
  }

  /** Of both families alike, some calls are under way, some have arrived, and some have failed. */
  private void deliverSome() {
    var digit = random.nextInt(10);
    var state = List.of("PENDING", "DELIVERED", "FAILED").get(random.nextInt(3));
    ledger.run("""
        UPDATE delivery d SET state = '%1$s', attempt_count = 1,
            next_attempt_at = CASE WHEN '%1$s' = 'PENDING' THEN d.next_attempt_at END
        FROM instance i
        WHERE i.instance_no = d.instance_no AND right(i.instance_id, 1) = '%2$d'
          AND d.state = 'PENDING'""".formatted(state, digit));
  }

  /** Events without the names and numbers that differ between the families. */
  private static List<String> told(List<Event> events) {
    return events.stream()
        .map(event -> event.type() + " " + new TreeMap<>(event.data()))
        .map(event -> event.replaceAll("(one|all)-", ""))
        .toList();
  }
}
