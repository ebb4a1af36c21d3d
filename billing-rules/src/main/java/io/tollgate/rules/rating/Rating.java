package io.tollgate.rules.rating;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.VolumePrice;
import io.tollgate.rules.money.Money;

/**
 * What on demand usage costs (contract 3.2, 5.6).
 *
 * <p>Tiers are counted per instance and calendar month of consumption. The caller passes what the
 * month has come to before; where that count stands is the only memory a price has.
 */
public final class Rating {

  private Rating() {}

  /**
   * Rates usage that a collection takes, whether in time or late.
   *
   * <p>A graduated price charges each unit at the tier it falls into. A volume price charges all
   * of {@code units} at the tier that the month has then reached; what earlier collections of the
   * month charged at another tier is settled by {@link VolumeSettlement} at the month's end.
   *
   * @param monthUnits on demand units of the instance and month that were collected before
   * @param units on demand units now; not negative
   */
  public static Rated collect(Price price, long monthUnits, long units) {
    if (units < 0) {
      throw new IllegalArgumentException("units: " + units + " (expected: >= 0)");
    }
    return switch (price) {
      case PerUnitPrice perUnit -> PerUnitRating.rate(perUnit, units);
      case GraduatedPrice graduated -> GraduatedRating.rate(graduated, monthUnits, units);
      case VolumePrice volume -> VolumeRating.rate(volume, monthUnits, units);
    };
  }

  /**
   * Rates a correction of collected usage: what the month costs with {@code difference} more units
   * (or fewer), minus what it costs without. Correcting and correcting back therefore adds up to
   * nothing under every price.
   *
   * @param monthUnits on demand units of the instance and month that count so far
   * @param difference on demand units more, or fewer where negative
   */
  public static Money correct(Price price, long monthUnits, long difference) {
    return cost(price, Math.addExact(monthUnits, difference)).minus(cost(price, monthUnits));
  }

  /** What a whole month of {@code totalUnits} costs. */
  public static Money cost(Price price, long totalUnits) {
    return collect(price, 0, totalUnits).amount();
  }
}
