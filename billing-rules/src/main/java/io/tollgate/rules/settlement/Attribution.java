package io.tollgate.rules.settlement;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * The month a sale belongs to (归属账期, koogallery.md section 11): a new order to the month in which
 * it was provisioned, a renewal to the month in which it takes effect, a refund to the month in
 * which it was made, usage to the month of its consumption.
 */
public final class Attribution {

  private Attribution() {}

  /** The month in {@code zone} that contains {@code instant}. */
  public static YearMonth month(Instant instant, ZoneId zone) {
    return YearMonth.from(instant.atZone(zone));
  }
}
