package io.tollgate.rules.order;

import io.tollgate.rules.catalogue.Fault;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Reset;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/**
 * How much one order may ask for, so that all that follows from it can be counted exactly and comes
 * to an end: a quota stays below 2^53 units, and nothing lasts longer than a hundred years, which is
 * also 1,200 monthly resets.
 */
public final class OrderBounds {

  /** So many stop-before-excess packages can be bought at once (koogallery.md section 7). */
  public static final int MOST_STOP_BEFORE_EXCESS = 30;

  private static final int LONGEST_YEARS = 100;

  /** A validity is a day at least, so more of them than this are too many whatever their length. */
  private static final int MOST_PERIODS = 36_524;

  /** Lengths are compared from here on: from this day to a century later are 36,524 days. */
  private static final LocalDate ANY_DAY = LocalDate.of(2025, 2, 1);

  private OrderBounds() {}

  /**
   * What is wrong with the wish for {@code quantity} of {@code sku} for {@code periods}, if
   * anything: the pointer names {@code /quantity} or {@code /periods}.
   *
   * @param quantity at least 1
   * @param periods at least 1; of a renewal, together with those bought before
   */
  public static Optional<Fault> fault(Sku sku, int quantity, int periods) {
    return switch (sku) {
      case OnDemandSku _ ->
        quantity > 1 ? tooMany(quantity, "1; it is opened once") : oncePaid(periods);
      case OneTimeSku _ -> oncePaid(periods);
      case PeriodSku sold -> tooLong(sold.periodType().length(), periods);
      case PackageSku sold -> packageFault(sold, quantity, periods);
    };
  }

  private static Optional<Fault> packageFault(PackageSku sold, int quantity, int periods) {
    if (sold.stopBeforeExcess() && quantity > MOST_STOP_BEFORE_EXCESS) {
      return tooMany(quantity, "at most " + MOST_STOP_BEFORE_EXCESS);
    }
    var times = sold.reset() == Reset.NONE ? (long) quantity * periods : quantity;
    for (var content : sold.contents()) {
      var most = "no more than " + Quantity.LARGEST_GRANT + " of " + content.productId()
          + " granted in one period";
      if (isMoreThanCanBeGranted(content, quantity)) {
        return tooMany(quantity, most);
      }
      if (isMoreThanCanBeGranted(content, times)) {
        return fault("/periods", "periods: " + periods + " (expected: " + most + ")");
      }
    }
    return tooLong(sold.validity(), periods);
  }

  private static boolean isMoreThanCanBeGranted(PackageContent content, long times) {
    return content.quantity().units() > Quantity.LARGEST_GRANT.units() / times;
  }

  private static Optional<Fault> oncePaid(int periods) {
    return periods > 1
        ? fault("/periods", "periods: " + periods + " (expected: 1; nothing is renewed)")
        : Optional.empty();
  }

  private static Optional<Fault> tooLong(Period length, int periods) {
    var isTooLong = periods > MOST_PERIODS
        || ANY_DAY.plus(length.multipliedBy(periods)).isAfter(ANY_DAY.plusYears(LONGEST_YEARS));
    return isTooLong
        ? fault(
            "/periods",
            "periods: " + periods + " of " + length + " (expected: at most " + LONGEST_YEARS
                + " years in all)")
        : Optional.empty();
  }

  private static Optional<Fault> tooMany(int quantity, String expected) {
    return fault("/quantity", "quantity: " + quantity + " (expected: " + expected + ")");
  }

  private static Optional<Fault> fault(String pointer, String detail) {
    return Optional.of(new Fault(pointer, detail));
  }
}
