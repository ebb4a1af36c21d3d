package io.tollgate.metering.secondopinion;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;

/**
 * An aggregate in numbers.
 *
 * @param item the place of the item in its product
 */
record NaiveRow(
    String kind,
    int item,
    LocalDateTime cycleStart,
    LocalDateTime cycleEnd,
    BigDecimal quantity,
    Map<String, BigDecimal> deductions,
    BigDecimal onDemand,
    BigDecimal overage,
    BigDecimal amount,
    int records) {

  /** The first day of the month in which it was consumed. */
  LocalDate month() {
    return cycleStart.toLocalDate().withDayOfMonth(1);
  }

  /** As it reads on the feed. */
  Line line(String productId) {
    var taken = new TreeMap<String, String>();
    deductions.forEach((pack, units) -> taken.put(pack, Texts.of(units)));
    return new Line(
        kind,
        productId,
        Texts.of(cycleStart),
        Texts.of(cycleEnd),
        Texts.of(quantity),
        taken,
        Texts.of(onDemand),
        Texts.of(overage),
        Texts.of(amount),
        records);
  }
}
