package io.tollgate.rules.quota;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How long something sold lasts, and the reset periods within (contract 5.4).
 *
 * <p>Both run from the instant of activation, in calendar units in {@code tollgate.zone}, at the
 * same time of day. Every boundary is counted from the activation and not from the boundary before
 * it: activated on 31 January at 10:00, a monthly reset falls on 28 February (29 in a leap year),
 * 31 March and 30 April, always at 10:00. Where the zone's clocks skip that time, it is the moment
 * after the gap.
 */
public final class Validity {

  /** A hundred years of months: more than anything sold lasts. */
  private static final int MOST_PERIODS = 1_200;

  private Validity() {}

  /** When something valid for {@code length} from {@code activatedAt} ends; exclusive. */
  public static Instant end(Instant activatedAt, Period length, ZoneId zone) {
    return activatedAt.atZone(zone).plus(length).toInstant();
  }

  /**
   * All reset periods of a validity, in order and end to end. The last one is short where the
   * validity is no multiple of the reset.
   *
   * @throws IllegalArgumentException where there would be more than 1,200
   */
  public static List<QuotaPeriod> periods(
      Reset reset, Instant activatedAt, Period length, ZoneId zone) {
    var end = end(activatedAt, length, zone);
    var every = reset.every();
    if (every == null) {
      return List.of(new QuotaPeriod(activatedAt, end));
    }
    var periods = new ArrayList<QuotaPeriod>();
    var from = activatedAt;
    for (var number = 1; from.isBefore(end); number++) {
      if (periods.size() == MOST_PERIODS) {
        throw new IllegalArgumentException(
            "length: " + length + " (expected: at most " + MOST_PERIODS + " periods)");
      }
      var boundary = end(activatedAt, every.multipliedBy(number), zone);
      var to = boundary.isBefore(end) ? boundary : end;
      periods.add(new QuotaPeriod(from, to));
      from = to;
    }
    return List.copyOf(periods);
  }
}
