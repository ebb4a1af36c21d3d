package io.tollgate.rules.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * How often a billing item's usage is summed up and charged (contract 5.2).
 *
 * <p>Hours are those of UTC. Days run from midnight to midnight in {@code tollgate.zone}, so a day
 * on which clocks change has 23 or 25 hours.
 */
public enum Cycle {

  /** Collected at minute 15 after the hour. */
  HOURLY {
    @Override
    CycleWindow containing(Instant instant, ZoneId zone) {
      var start = instant.truncatedTo(ChronoUnit.HOURS);
      return new CycleWindow(this, start, start.plus(1, ChronoUnit.HOURS));
    }

    @Override
    public Instant collectionDueAt(Instant cycleEnd, ZoneId zone) {
      return cycleEnd.plus(HOURLY_DELAY);
    }
  },

  /** Collected at 01:00 in {@code tollgate.zone}. */
  DAILY {
    @Override
    CycleWindow containing(Instant instant, ZoneId zone) {
      var day = instant.atZone(zone).toLocalDate();
      return new CycleWindow(
          this,
          day.atStartOfDay(zone).toInstant(),
          day.plusDays(1).atStartOfDay(zone).toInstant());
    }

    @Override
    public Instant collectionDueAt(Instant cycleEnd, ZoneId zone) {
      return cycleEnd.atZone(zone).toLocalDate().atTime(DAILY_TIME).atZone(zone).toInstant();
    }
  };

  private static final Duration HOURLY_DELAY = Duration.ofMinutes(15);
  private static final LocalTime DAILY_TIME = LocalTime.of(1, 0);

  /**
   * The cycle a record belongs to: the one that contains the last instant before its {@code
   * endTime}, so that usage until 14:00 sharp is usage of the hour from 13:00.
   */
  public CycleWindow endingAt(Instant endTime, ZoneId zone) {
    return containing(UsageMoment.of(endTime), zone);
  }

  /** The cycle that contains {@code instant}; its start is inclusive, its end exclusive. */
  abstract CycleWindow containing(Instant instant, ZoneId zone);

  /** When the cycle that ends at {@code cycleEnd} is collected. */
  public abstract Instant collectionDueAt(Instant cycleEnd, ZoneId zone);

  /** The last cycle whose collection is due at or before {@code now}. */
  public CycleWindow lastDueAt(Instant now, ZoneId zone) {
    var current = containing(now, zone);
    var previous = endingAt(current.start(), zone);
    return collectionDueAt(previous.end(), zone).isAfter(now)
        ? endingAt(previous.start(), zone)
        : previous;
  }

  /** The first instant after {@code now} at which a collection is due. */
  public Instant nextDueAfter(Instant now, ZoneId zone) {
    var lastDue = lastDueAt(now, zone);
    return collectionDueAt(containing(lastDue.end(), zone).end(), zone);
  }
}
