package io.tollgate.rules.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.journal.Account;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.scenario.Histories.History;
import io.tollgate.rules.usage.CycleWindow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds for every history of one customer's billing item. */
class BooksPropertyTests {

  private static final int TRIES = 300;

  @Provide
  Arbitrary<History> histories() {
    return Histories.histories();
  }

  @Provide
  Arbitrary<History> amplyCovered() {
    return Histories.amplyCovered();
  }

  @Property(tries = TRIES)
  void everyUnitIsDrawnOnDemandOrOverage(@ForAll("histories") History history) {
    var books = history.used();

    for (var i = 0; i < history.usage().size(); i++) {
      if (books.knows("r" + i)) {
        var allocation = books.record("r" + i).allocation();
        var drawn =
            allocation.quotaNos().stream().mapToLong(allocation::drawnUnits).sum();
        assertThat(drawn + allocation.onDemandUnits() + allocation.overageUnits())
            .isEqualTo(history.usage().get(i).units());
      }
    }
  }

  @Property(tries = TRIES)
  void aQuotaIsDrawnAsOftenAsRecordsDrewIt(@ForAll("histories") History history) {
    var books = history.used();

    for (var balance : books.balances()) {
      var quotaNo = balance.quota().quotaNo();
      var drawn = books.records().stream()
          .mapToLong(record -> record.allocation().drawnUnits(quotaNo))
          .sum();
      assertThat(balance.drawnUnits())
          .isEqualTo(drawn)
          .isBetween(0L, balance.quota().grantedUnits());
    }
  }

  @Property(tries = TRIES)
  void aRecordDrawsOnlyOnPeriodsThatHoldItsMoment(@ForAll("histories") History history) {
    var books = history.used();

    for (var record : books.records()) {
      for (var quotaNo : record.allocation().quotaNos()) {
        var quota = books.balances().stream()
            .map(QuotaBalance::quota)
            .filter(candidate -> candidate.quotaNo() == quotaNo)
            .findFirst()
            .orElseThrow();
        assertThat(quota.period().holds(record.moment())).isTrue();
        assertThat(quota.stopBeforeExcess()).isEqualTo(record.namedPackage != null);
      }
    }
  }

  @Property(tries = TRIES)
  void repetitionChangesNothing(@ForAll("histories") History history) {
    var once = history.used();
    var twice = history.used();

    IntStream.range(0, history.usage().size())
        .filter(number -> twice.knows("r" + number))
        .forEach(number -> history.use(twice, number));

    assertThat(written(collected(twice))).isEqualTo(written(collected(once)));
  }

  @Property(tries = TRIES)
  void replayingTheRecordedOrderGivesTheSameBytes(@ForAll("histories") History history) {
    assertThat(written(collected(history.used()))).isEqualTo(written(collected(history.used())));
  }

  @Property(tries = TRIES)
  void anotherOrderOfAcceptanceChangesNoQuantity(
      @ForAll("histories") History history, @ForAll Random random) {
    Assume.that(history.overQuota() == OverQuota.CAP);

    var shuffled = usedInAnotherOrder(history, random);

    assertThat(quantities(collected(shuffled))).isEqualTo(quantities(collected(history.used())));
  }

  @Property(tries = TRIES)
  void anotherOrderChangesNothingWhereTheQuotaCoversTheUse(
      @ForAll("amplyCovered") History history, @ForAll Random random) {
    var shuffled = usedInAnotherOrder(history, random);

    assertThat(written(collected(shuffled))).isEqualTo(written(collected(history.used())));
  }

  @Property(tries = TRIES)
  void oneRunEqualsTwoHalfRuns(
      @ForAll("histories") History history, @ForAll @IntRange(max = 25) int half) {
    var inOne = collected(history.used());
    var inTwo = history.opened();

    IntStream.range(0, Math.min(half, history.usage().size()))
        .forEach(number -> history.use(inTwo, number));
    collected(inTwo);
    IntStream.range(0, history.usage().size()).forEach(number -> history.use(inTwo, number));
    collected(inTwo);

    assertThat(quantities(inTwo)).isEqualTo(quantities(inOne));
    assertThat(charged(inTwo)).isEqualTo(charged(inOne));
  }

  @Property(tries = TRIES)
  void everyEntryIsZeroAndABalanceIsTheSumOfItsPostings(@ForAll("histories") History history) {
    var books = collected(history.used());

    assertThat(books.journal())
        .allSatisfy(entry -> assertThat(sum(entry).isZero()).isTrue());
    assertThat(balance(books, Account.customer("c"))).isEqualTo(charged(books).negated());
    assertThat(balance(books, Account.SUSPENSE)).isEqualTo(charged(books));
  }

  @Property(tries = TRIES)
  void anAggregateAddsUpAndOnlyOnDemandCosts(@ForAll("histories") History history) {
    for (var aggregate : collected(history.used()).feed()) {
      var sum = aggregate.sum();
      assertThat(sum.units())
          .isEqualTo(sum.drawnUnits() + sum.onDemandUnits() + sum.overageUnits());
      var fromLines = aggregate.lines().stream()
          .map(line -> line.amount().amount())
          .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (!aggregate.lines().isEmpty()) {
        assertThat(aggregate.amount().amount()).isEqualByComparingTo(fromLines);
      }
    }
  }

  @Property(tries = TRIES)
  void correctingToTheSameValueChangesNothing(
      @ForAll("histories") History history, @ForAll @IntRange(max = 24) int number) {
    var books = collected(history.used());
    Assume.that(books.knows("r" + number));
    var before = written(books);

    books.correct("r" + number, history.usage().get(number).units(), Histories.END);

    assertThat(written(books)).isEqualTo(before);
  }

  @Property(tries = TRIES)
  void correctingAndCorrectingBackRestoresEveryBalance(
      @ForAll("histories") History history,
      @ForAll List<@IntRange(max = 24) Integer> correctedBefore,
      @ForAll @IntRange(max = 24) int number,
      @ForAll @LongRange(max = 200_000) long newUnits,
      @ForAll boolean collectFirst) {
    var books = collectFirst ? collected(history.used()) : history.used();
    Assume.that(books.knows("r" + number));
    for (var i = 0; i < correctedBefore.size(); i++) {
      correctIfKnown(books, correctedBefore.get(i), (i * 7_919L) % 150_000);
    }
    var units = books.record("r" + number).allocation().totalUnits();
    var allocation = books.record("r" + number).allocation();
    var balances = books.balances();
    var charged = charged(books);

    books.correct("r" + number, newUnits, Histories.END);
    books.correct("r" + number, units, Histories.END);

    assertThat(books.balances()).isEqualTo(balances);
    assertThat(books.record("r" + number).allocation()).isEqualTo(allocation);
    assertThat(charged(books)).isEqualTo(charged);
  }

  @Property(tries = TRIES)
  void aCorrectedRecordAddsUpToItsNewQuantity(
      @ForAll("histories") History history,
      @ForAll @IntRange(max = 24) int number,
      @ForAll @LongRange(max = 200_000) long newUnits) {
    Assume.that(history.overQuota() == OverQuota.CAP);
    var books = collected(history.used());
    Assume.that(books.knows("r" + number));

    books.correct("r" + number, newUnits, Histories.END);

    assertThat(books.record("r" + number).allocation().totalUnits()).isEqualTo(newUnits);
    assertThat(quantities(books)).isEqualTo(quantitiesOfRecords(books));
  }

  private static void correctIfKnown(Books books, int number, long units) {
    if (books.knows("r" + number)) {
      books.correct("r" + number, units, Histories.END);
    }
  }

  private static Books usedInAnotherOrder(History history, Random random) {
    var numbers =
        new ArrayList<>(IntStream.range(0, history.usage().size()).boxed().toList());
    Collections.shuffle(numbers, random);
    var books = history.opened();
    numbers.forEach(number -> history.use(books, number));
    return books;
  }

  private static Books collected(Books books) {
    books.collect(Histories.END, Histories.END);
    return books;
  }

  /** Everything the books would show the world. */
  private static String written(Books books) {
    return books.feed() + "\n" + books.journal() + "\n" + books.balances();
  }

  private static Map<Instant, Long> quantities(Books books) {
    var quantities = new TreeMap<Instant, Long>();
    for (var aggregate : books.feed()) {
      add(quantities, aggregate.cycle(), aggregate.sum().units());
    }
    return quantities;
  }

  private static Map<Instant, Long> quantitiesOfRecords(Books books) {
    var quantities = new TreeMap<Instant, Long>();
    for (var record : books.records()) {
      var cycle = books.cycle().endingAt(record.endTime, Histories.ZONE);
      add(quantities, cycle, record.allocation().totalUnits());
    }
    return quantities;
  }

  private static void add(Map<Instant, Long> quantities, CycleWindow cycle, long units) {
    quantities.merge(cycle.start(), units, Long::sum);
    quantities.values().removeIf(sum -> sum == 0);
  }

  private static Money charged(Books books) {
    return books.feed().stream().map(Aggregate::amount).reduce(Money.of("0", "CNY"), Money::plus);
  }

  private static Money sum(JournalEntry entry) {
    return entry.postings().stream()
        .map(posting -> posting.amount())
        .reduce(Money.of("0", "CNY"), Money::plus);
  }

  private static Money balance(Books books, Account account) {
    return books.journal().stream()
        .flatMap(entry -> entry.postings().stream())
        .filter(posting -> posting.account().equals(account))
        .map(posting -> posting.amount())
        .reduce(Money.of("0", "CNY"), Money::plus);
  }
}
