package io.tollgate.rules.rating;

import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.money.Money;

/**
 * The month-end adjustment of a volume price (contract 3.2).
 *
 * <p>During the month every collection charges at the tier reached by then. When the month's last
 * cycle has been collected, the whole month is due at the tier of its total, and one adjustment
 * makes up the difference. Usage of that month which arrives later still may move the total into
 * another tier; then the same sum gives a further adjustment, at once.
 */
public final class VolumeSettlement {

  private VolumeSettlement() {}

  /**
   * What is still to be charged for the month, or to be given back where negative; often zero.
   *
   * @param monthUnits all on demand units of the instance and month
   * @param charged all that the month's aggregates of any kind have charged so far
   */
  public static Money adjustment(VolumePrice price, long monthUnits, Money charged) {
    return Rating.cost(price, monthUnits).minus(charged);
  }
}
