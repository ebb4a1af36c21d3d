package io.tollgate.rules.rating;

import io.tollgate.rules.catalogue.VolumePrice;
import java.util.List;

/** All units at the price of the tier that the month's total lies in. */
final class VolumeRating {

  private VolumeRating() {}

  static Rated rate(VolumePrice price, long monthUnits, long units) {
    var tier = price.tiers().of(Math.addExact(monthUnits, units));
    var line = GraduatedRating.line(tier, units, price.currency());
    return new Rated(line.amount(), List.of(line));
  }
}
