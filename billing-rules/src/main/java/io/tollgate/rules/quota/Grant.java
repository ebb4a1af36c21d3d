package io.tollgate.rules.quota;

import io.tollgate.rules.quantity.Quantity;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;

/**
 * What a package grants of one billing item in one reset period. What is left at the end lapses.
 *
 * @param granted all that can be drawn in the period
 */
public record Grant(QuotaPeriod period, Quantity granted) {

  /**
   * Everything a bought package grants of one billing item, one grant per reset period.
   *
   * <p>A reset package grants its quantity again in every period, and {@code periodsBought} makes
   * it last that many times as long. A package without reset has one period, as long as all
   * validities bought, and grants its quantity once for each of them.
   *
   * @param quantity what the catalogue says, per reset period (or per validity without reset)
   * @param validity what the catalogue says, for one period bought
   * @param quantityBought how many such packages; at least 1
   * @param periodsBought how many validities; at least 1
   */
  public static List<Grant> of(
      Quantity quantity,
      Reset reset,
      Period validity,
      int quantityBought,
      int periodsBought,
      Instant activatedAt,
      ZoneId zone) {
    var perPeriod = quantity.times(quantityBought);
    var granted = reset == Reset.NONE ? perPeriod.times(periodsBought) : perPeriod;
    var length = validity.multipliedBy(periodsBought);
    return Validity.periods(reset, activatedAt, length, zone).stream()
        .map(period -> new Grant(period, granted))
        .toList();
  }
}
