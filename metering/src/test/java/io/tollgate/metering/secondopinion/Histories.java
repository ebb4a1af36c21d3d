package io.tollgate.metering.secondopinion;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.tollgate.metering.secondopinion.Happening.Closing;
import io.tollgate.metering.secondopinion.Happening.Purchase;
import io.tollgate.metering.secondopinion.Marketplace.Ordered;
import io.tollgate.metering.secondopinion.Metered.Report;
import io.tollgate.rules.usage.Cycle;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;

/**
 * Plays many histories at once, to the engine and to the naive model of each customer, and gathers
 * where they disagree.
 *
 * <p>All share one time line: around a leap day, the turn of two months, and a year later where
 * yearly packages come round. At each stop customers buy, their ISV reports, the operator corrects,
 * and cycles are collected.
 */
final class Histories {

  private static final int AT_ONCE = 8;

  /** Between an order and its activation. */
  private static final int LONGEST_WAIT_MINUTES = 2;

  /** Local times, each with the collections that follow it. */
  private static final List<Stop> STOPS = List.of(
      stop("2024-01-31T09:30", hourly("2024-01-31T10:15")),
      stop("2024-02-12T10:20", hourly("2024-02-12T11:15"), daily("2024-02-13T01:00")),
      stop("2024-02-29T01:00", hourly("2024-02-29T01:15")),
      stop("2024-03-01T00:40", daily("2024-03-01T01:00"), hourly("2024-03-01T01:15")),
      stop("2024-03-14T18:00", hourly("2024-03-14T18:15")),
      stop("2024-03-20T00:30", daily("2024-03-20T01:00"), hourly("2024-03-20T01:15")),
      stop("2024-03-30T23:45", hourly("2024-03-31T00:15")),
      stop("2025-02-27T12:00", daily("2025-02-28T01:00")),
      stop("2025-03-01T02:00", hourly("2025-03-01T02:15"), daily("2025-03-02T01:00")),
      stop("2025-03-12T16:59", hourly("2025-03-12T17:15")),
      stop("2025-04-01T00:59", daily("2025-04-01T01:00"), hourly("2025-04-01T01:15")));

  private static final List<YearMonth> MONTHS = List.of(
      YearMonth.of(2024, 1),
      YearMonth.of(2024, 2),
      YearMonth.of(2024, 3),
      YearMonth.of(2025, 2),
      YearMonth.of(2025, 3));

  private static final LocalDateTime SETTLED_AT = LocalDateTime.parse("2025-04-03T00:00");

  private final Engine engine;
  private final Marketplace marketplace;
  private final Metered metered;
  private final Map<RandomHistory, NaiveCustomer> customers = new LinkedHashMap<>();
  private final List<String> disagreements = new ArrayList<>();
  private int records;
  private int corrections;

  Histories(Engine engine) {
    this.engine = engine;
    this.marketplace = new Marketplace(engine);
    this.metered = new Metered(engine);
  }

  private record Stop(LocalDateTime at, List<Due> collections) {}

  private record Due(Cycle cycle, LocalDateTime at) {}

  private static Stop stop(String at, Due... collections) {
    return new Stop(LocalDateTime.parse(at), List.of(collections));
  }

  private static Due hourly(String at) {
    return new Due(Cycle.HOURLY, LocalDateTime.parse(at));
  }

  private static Due daily(String at) {
    return new Due(Cycle.DAILY, LocalDateTime.parse(at));
  }

  /** Plays the histories of {@code count} seeds from {@code seed} on; what they disagree on. */
  List<String> play(long seed, int count) {
    var opening = STOPS.getFirst().at().minusMinutes(LONGEST_WAIT_MINUTES);
    engine.moveTo(opening);
    marketplace.open();
    for (var i = 0; i < count; i++) {
      var history = new RandomHistory(seed + i);
      var customer = new NaiveCustomer(history.product(), opening);
      if (history.prepaid()) {
        customer.topUp(Marketplace.DEPOSIT);
      }
      customers.put(history, customer);
    }
    Flux.fromIterable(customers.keySet())
        .flatMap(marketplace::welcome, AT_ONCE)
        .blockLast(Engine.PATIENCE);
    for (var number = 0; number < STOPS.size(); number++) {
      halt(STOPS.get(number), number);
    }
    compareBooks();
    compareStatements();
    return disagreements;
  }

  private void halt(Stop stop, int number) {
    engine.moveTo(stop.at());
    buy(stop.at());
    if (number == STOPS.size() / 2) {
      engine.emptyRedis();
    }
    report(stop.at());
    amend();
    for (var due : stop.collections()) {
      var horizon = metered.collect(due.cycle(), due.at());
      customers
          .values()
          .forEach(customer -> customer.close(new Closing(due.cycle() == Cycle.HOURLY, horizon)));
    }
    compareQuotas(stop.at());
  }

  /** Orders are placed one after another, and all filled at once. */
  private void buy(LocalDateTime now) {
    var purchases = new LinkedHashMap<RandomHistory, List<Purchase>>();
    for (var history : customers.keySet()) {
      var wanted = history.purchases(now).stream()
          .sorted(Comparator.comparingInt(Purchase::minutesBefore).reversed())
          .toList();
      wanted.forEach(purchase -> naive(history).buy(purchase, now));
      purchases.put(history, wanted);
    }
    var ordered = new ArrayList<Ordered>();
    for (var minutes = LONGEST_WAIT_MINUTES; minutes >= 0; minutes--) {
      var placedNow = minutes;
      engine.moveTo(now.minusMinutes(minutes));
      Flux.fromIterable(purchases.entrySet())
          .flatMap(
              of -> Flux.fromIterable(of.getValue())
                  .filter(purchase -> purchase.minutesBefore() == placedNow)
                  .concatMap(purchase -> marketplace.sell(of.getKey(), purchase)),
              AT_ONCE)
          .collectList()
          .doOnNext(ordered::addAll)
          .block(Engine.PATIENCE);
    }
    Flux.fromIterable(ordered).flatMap(marketplace::provide, AT_ONCE).blockLast(Engine.PATIENCE);
  }

  private void report(LocalDateTime now) {
    var reports = customers.keySet().stream()
        .flatMap(history -> history.uses(now).stream().map(use -> new Report(history, use)))
        .toList();
    var answers = metered.push(reports);
    for (var i = 0; i < reports.size(); i++) {
      var report = reports.get(i);
      var expected = naive(report.history()).use(report.use(), now);
      compare(report.history(), report.use(), expected, answers.get(i));
    }
    records += reports.size();
  }

  private void amend() {
    Flux.fromIterable(customers.keySet())
        .flatMap(
            history -> Flux.fromIterable(history.amendments())
                .concatMap(amendment -> metered.correct(amendment).doOnNext(answer -> {
                  synchronized (disagreements) {
                    compare(history, amendment, naive(history).amend(amendment), answer);
                    corrections++;
                  }
                })),
            AT_ONCE)
        .blockLast(Engine.PATIENCE);
  }

  private void compareQuotas(LocalDateTime now) {
    var left = metered.rows("""
            SELECT c.customer_id, k.instance_id, b.product_id, q.valid_from, q.valid_to,
                   trim_scale(q.granted / 10000.0), trim_scale((q.granted - q.drawn) / 10000.0)
              FROM quota q JOIN instance k ON k.instance_no = q.package_no
              JOIN customer c ON c.customer_no = k.customer_no
              JOIN slot s ON s.slot_no = q.slot_no
              JOIN billing_item b ON b.item_no = s.item_no""").stream()
        .collect(groupingBy(
            row -> row.getFirst(),
            mapping(
                row -> new Remainder(
                    row.get(1),
                    row.get(2),
                    instant(row.get(3)),
                    instant(row.get(4)),
                    row.get(5),
                    row.get(6)),
                toList())));
    customers.forEach((history, customer) -> compareLists(
        history,
        "quotas at " + now,
        sorted(customer.remainders()),
        sorted(left.getOrDefault(history.customerId(), List.of()))));
  }

  private static String instant(String offsetTime) {
    return OffsetDateTime.parse(offsetTime).toInstant().toString();
  }

  private static List<Remainder> sorted(Collection<Remainder> remainders) {
    return remainders.stream().sorted(Comparator.comparing(Remainder::toString)).toList();
  }

  /** Feed, journal and balances, which nobody may have changed since they were written. */
  private void compareBooks() {
    var feed = metered.feed();
    var entries = new LinkedHashMap<String, List<String>>();
    for (var row : metered.rows("""
        SELECT substr(p.account, 10), e.kind || ' ' || trim_scale(p.amount)
          FROM posting p JOIN journal_entry e USING (entry_no)
         WHERE p.account LIKE 'customer:%' ORDER BY entry_no""")) {
      entries.computeIfAbsent(row.getFirst(), id -> new ArrayList<>()).add(row.get(1));
    }
    var balances = new LinkedHashMap<String, String>();
    for (var row : metered.rows("""
        SELECT substr(account, 10), trim_scale(balance) FROM account
         WHERE account LIKE 'customer:%'""")) {
      balances.put(row.getFirst(), row.get(1));
    }
    customers.forEach((history, customer) -> {
      var id = history.customerId();
      compareLists(history, "feed", customer.lines(), feed.getOrDefault(id, List.of()));
      compareLists(history, "journal", customer.entries(), entries.getOrDefault(id, List.of()));
      compare(history, "balance", customer.balance(), balances.getOrDefault(id, "0"));
    });
  }

  /** The last month's statements take all that was ever sold, but what is not paid for yet. */
  private void compareStatements() {
    engine.moveTo(SETTLED_AT);
    var statements = new NaiveStatement();
    Flux.fromIterable(customers.keySet())
        .filter(RandomHistory::pays)
        .doOnNext(history -> statements.add(
            history, naive(history).soldBefore(MONTHS.getLast().plusMonths(1).atDay(1))))
        .filter(history -> !history.prepaid())
        .flatMap(history -> marketplace.repay(history, MONTHS), AT_ONCE)
        .blockLast(Engine.PATIENCE);
    for (var statement : marketplace.settle(MONTHS.getLast())) {
      var currency = statement.total().currency();
      var lines = metered
          .rows("SELECT kind, coalesce(instance_id, ''), CASE kind WHEN 'USAGE' THEN month::text"
              + " WHEN 'CORRECTION' THEN month::text ELSE '' END, trim_scale(amount)"
              + " FROM statement_line WHERE statement_no = " + statement.statementNo())
          .stream()
          .map(row -> String.join(" ", row))
          .sorted()
          .toList();
      var expected = statements.lines(currency.getCurrencyCode());
      if (!expected.equals(lines)) {
        var missing = new ArrayList<>(expected);
        lines.forEach(missing::remove);
        var unexpected = new ArrayList<>(lines);
        expected.forEach(unexpected::remove);
        disagreements.add(
            "statement in %s%n  naive:  %s%n  engine: %s".formatted(currency, missing, unexpected));
      }
      compare(
          customers.keySet().iterator().next(),
          "total in " + currency,
          statements.total(currency.getCurrencyCode()),
          Texts.of(statement.total().amount()));
    }
  }

  /** Shows the rest of both lists from the first place where they differ. */
  private void compareLists(RandomHistory history, String what, List<?> expected, List<?> actual) {
    var same = 0;
    while (same < Math.min(expected.size(), actual.size())
        && expected.get(same).equals(actual.get(same))) {
      same++;
    }
    compare(
        history,
        what + " from place " + same,
        expected.subList(same, expected.size()).stream().limit(3).toList(),
        actual.subList(same, actual.size()).stream().limit(3).toList());
  }

  private void compare(RandomHistory history, Object what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      disagreements.add("seed %d, %s, %s%n  naive:  %s%n  engine: %s"
          .formatted(history.seed(), history.product().code(), what, expected, actual));
    }
  }

  private NaiveCustomer naive(RandomHistory history) {
    return Objects.requireNonNull(customers.get(history));
  }

  /** What was played. */
  String figures() {
    return records + " records, " + corrections + " corrections, "
        + metered.rows("SELECT count(*) FROM aggregate").getFirst().getFirst() + " aggregates";
  }
}
