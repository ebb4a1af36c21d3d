package io.tollgate.metering.secondopinion;

import static java.math.BigDecimal.ZERO;

import io.tollgate.metering.secondopinion.Answer.Amended;
import io.tollgate.metering.secondopinion.Goods.Item;
import io.tollgate.metering.secondopinion.Goods.Product;
import io.tollgate.metering.secondopinion.Happening.Amendment;
import io.tollgate.metering.secondopinion.Happening.Closing;
import io.tollgate.metering.secondopinion.Happening.Purchase;
import io.tollgate.metering.secondopinion.Happening.Use;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one customer's history comes to, worked out the slow way with decimals, local times and
 * loops. What happened is kept; everything else is asked of it anew.
 */
final class NaiveCustomer {

  private final Product product;
  private final NaivePackages packages = new NaivePackages();
  private final NaiveUsage usage;
  private final List<Closing> closings = new ArrayList<>();
  private final List<Integer> closingNumbers = new ArrayList<>();
  private final List<NaiveRow> rows = new ArrayList<>();
  private final List<String> entries = new ArrayList<>();
  private final List<NaiveStatement.Sold> sales = new ArrayList<>();
  private BigDecimal balance = ZERO;
  private int happened;

  NaiveCustomer(Product product, LocalDateTime opened) {
    this.product = product;
    this.usage = new NaiveUsage(product, opened, packages);
  }

  void topUp(BigDecimal amount) {
    move("TOP_UP", amount);
  }

  void buy(Purchase purchase, LocalDateTime now) {
    happened++;
    packages.buy(purchase, now);
    var times = BigDecimal.valueOf((long) purchase.quantity() * purchase.periods());
    var price = purchase.pack().price().multiply(times);
    if (price.signum() > 0) {
      var month = now.toLocalDate().withDayOfMonth(1);
      sales.add(new NaiveStatement.Sold("SALE", -1, month.toString(), price));
    }
    move("PURCHASE", price.negate());
  }

  Answer use(Use use, LocalDateTime now) {
    return usage.report(use, now, happened++);
  }

  Answer amend(Amendment amendment) {
    happened++;
    var record = usage.find(amendment.sn());
    if (record == null) {
      return usage.amend(amendment);
    }
    var quantity = record.quantity();
    var onDemand = record.onDemand();
    var overage = record.overage();
    var drawn = record.drawn();
    var answer = usage.amend(amendment);
    if (!(answer instanceof Amended amended)
        || quantity.compareTo(record.quantity()) == 0
        || collectedBy(record) < 0) {
      return answer;
    }
    var deductions = new TreeMap<>(record.drawn());
    drawn.forEach((pack, taken) -> deductions.merge(pack, taken.negate(), BigDecimal::add));
    deductions.values().removeIf(taken -> taken.signum() == 0);
    var item = product.items().get(record.use.item());
    var start = cycleStart(record.use);
    var before = monthOnDemand(record.use.item(), start);
    var after = before.add(record.onDemand()).subtract(onDemand);
    var row = new NaiveRow(
        "ADJUSTMENT",
        record.use.item(),
        start,
        cycleEnd(item, start),
        record.quantity().subtract(quantity),
        deductions,
        record.onDemand().subtract(onDemand),
        record.overage().subtract(overage),
        NaivePrice.ofMonth(item, after).subtract(NaivePrice.ofMonth(item, before)),
        0);
    rows.add(row);
    move("ADJUSTMENT", row.amount().negate());
    return new Amended(
        amended.drawn(), amended.onDemand(), amended.overage(), Texts.of(row.amount()));
  }

  void close(Closing closing) {
    var number = happened++;
    closings.add(closing);
    closingNumbers.add(number);
    var from = rows.size();
    for (var item = 0; item < product.items().size(); item++) {
      if (product.items().get(item).hourly() == closing.hourly()) {
        collect(item, number);
        settle(item, closing);
      }
    }
    var charged = ZERO;
    var adjusted = ZERO;
    for (var row : rows.subList(from, rows.size())) {
      if (row.kind().equals("ADJUSTMENT")) {
        adjusted = adjusted.add(row.amount());
      } else {
        charged = charged.add(row.amount());
      }
    }
    move("USAGE", charged.negate());
    move("ADJUSTMENT", adjusted.negate());
  }

  private void collect(int item, int number) {
    var byCycle = new TreeMap<LocalDateTime, List<NaiveUsage.Accepted>>();
    for (var record : usage.records()) {
      if (record.use.item() == item && collectedBy(record) == number) {
        byCycle
            .computeIfAbsent(cycleStart(record.use), start -> new ArrayList<>())
            .add(record);
      }
    }
    byCycle.forEach((start, records) -> {
      var wasSettled = isSettled(item, start, closings.size() - 1);
      rows.add(aggregate(item, start, records));
      if (wasSettled) {
        makeUp(item, start);
      }
    });
  }

  private NaiveRow aggregate(int item, LocalDateTime start, List<NaiveUsage.Accepted> records) {
    var quantity = ZERO;
    var onDemand = ZERO;
    var overage = ZERO;
    var deductions = new TreeMap<String, BigDecimal>();
    for (var record : records) {
      quantity = quantity.add(record.quantity());
      onDemand = onDemand.add(record.onDemand());
      overage = overage.add(record.overage());
      record.drawn().forEach((pack, taken) -> deductions.merge(pack, taken, BigDecimal::add));
    }
    var isFirst = rows.stream()
        .noneMatch(row ->
            row.item() == item && row.kind().equals("USAGE") && row.cycleStart().equals(start));
    var goods = product.items().get(item);
    return new NaiveRow(
        isFirst ? "USAGE" : "LATE",
        item,
        start,
        cycleEnd(goods, start),
        quantity,
        deductions,
        onDemand,
        overage,
        NaivePrice.of(goods, monthOnDemand(item, start), onDemand),
        records.size());
  }

  /** The months that are over get their last word. */
  private void settle(int item, Closing closing) {
    var months = new HashSet<LocalDate>();
    rows.stream().filter(row -> row.item() == item).forEach(row -> months.add(row.month()));
    for (var month : months.stream().sorted().toList()) {
      var end = month.plusMonths(1).atStartOfDay();
      if (!end.isAfter(closing.horizon())
          && !isSettled(item, month.atStartOfDay(), closings.size() - 1)) {
        makeUp(item, product.items().get(item).hourly() ? end.minusHours(1) : end.minusDays(1));
      }
    }
  }

  /** Whether one of the first closings settled the month: it was over, and something was in it. */
  private boolean isSettled(int item, LocalDateTime inMonth, int closingsBefore) {
    var month = inMonth.toLocalDate().withDayOfMonth(1);
    for (var i = 0; i < closingsBefore; i++) {
      var closing = closings.get(i);
      if (closing.hourly() == product.items().get(item).hourly()
          && !month.plusMonths(1).atStartOfDay().isAfter(closing.horizon())
          && hadUsageBy(item, month, closingNumbers.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean hadUsageBy(int item, LocalDate month, int number) {
    return usage.records().stream().anyMatch(record -> {
      var by = collectedBy(record);
      return record.use.item() == item
          && by >= 0
          && by <= number
          && cycleStart(record.use).toLocalDate().withDayOfMonth(1).equals(month);
    });
  }

  /** What a volume price of the whole month leaves to be paid, written to the cycle. */
  private void makeUp(int item, LocalDateTime start) {
    var goods = product.items().get(item);
    if (!goods.model().equals("VOLUME")) {
      return;
    }
    var month = start.toLocalDate().withDayOfMonth(1);
    var charged = ZERO;
    for (var row : rows) {
      if (row.item() == item && row.month().equals(month)) {
        charged = charged.add(row.amount());
      }
    }
    var due = NaivePrice.ofMonth(goods, monthOnDemand(item, start)).subtract(charged);
    if (due.signum() != 0) {
      rows.add(new NaiveRow(
          "ADJUSTMENT", item, start, cycleEnd(goods, start), ZERO, Map.of(), ZERO, ZERO, due, 0));
    }
  }

  private BigDecimal monthOnDemand(int item, LocalDateTime inMonth) {
    var month = inMonth.toLocalDate().withDayOfMonth(1);
    var sum = ZERO;
    for (var row : rows) {
      if (row.item() == item && row.month().equals(month)) {
        sum = sum.add(row.onDemand());
      }
    }
    return sum;
  }

  /** The number of the first closing that reaches a record, or -1 while there is none. */
  private int collectedBy(NaiveUsage.Accepted record) {
    var item = product.items().get(record.use.item());
    for (var i = 0; i < closings.size(); i++) {
      var closing = closings.get(i);
      if (closingNumbers.get(i) > record.acceptedAt
          && closing.hourly() == item.hourly()
          && !cycleEnd(item, cycleStart(record.use)).isAfter(closing.horizon())) {
        return closingNumbers.get(i);
      }
    }
    return -1;
  }

  private LocalDateTime cycleStart(Use use) {
    var last = use.end().minusNanos(1);
    var hourly = product.items().get(use.item()).hourly();
    return last.toLocalDate().atTime(hourly ? last.getHour() : 0, 0);
  }

  private static LocalDateTime cycleEnd(Item item, LocalDateTime start) {
    return item.hourly() ? start.plusHours(1) : start.plusDays(1);
  }

  private void move(String kind, BigDecimal amount) {
    if (amount.signum() != 0) {
      balance = balance.add(amount);
      entries.add(kind + " " + Texts.of(amount));
    }
  }

  /** What there is to settle with the ISV of months before {@code end}. */
  List<NaiveStatement.Sold> soldBefore(LocalDate end) {
    var sums = new TreeMap<String, NaiveStatement.Sold>();
    for (var row : rows) {
      var kind = row.kind().equals("ADJUSTMENT") ? "CORRECTION" : "USAGE";
      var sale = new NaiveStatement.Sold(kind, row.item(), row.month().toString(), row.amount());
      sums.merge(kind + row.item() + row.month(), sale, NaiveStatement.Sold::plus);
    }
    var sold = new ArrayList<>(sums.values());
    sold.addAll(sales);
    sold.removeIf(sale -> !LocalDate.parse(sale.month()).isBefore(end));
    return sold;
  }

  /** The feed, in order. */
  List<Line> lines() {
    return rows.stream()
        .map(row -> row.line(product.items().get(row.item()).productId()))
        .toList();
  }

  /** Every movement of the customer's money, in order. */
  List<String> entries() {
    return entries;
  }

  String balance() {
    return Texts.of(balance);
  }

  Collection<Remainder> remainders() {
    var remainders = new ArrayList<Remainder>();
    for (var pack : packages.all()) {
      for (var item = 0; item < product.items().size(); item++) {
        for (var period = 0; pack.holds(item) && period < pack.periods(); period++) {
          remainders.add(new Remainder(
              pack.id(),
              product.items().get(item).productId(),
              Texts.of(pack.startOf(period)),
              Texts.of(pack.startOf(period + 1)),
              Texts.of(pack.granted(item)),
              Texts.of(usage.left(item, pack, period))));
        }
      }
    }
    return remainders;
  }
}
