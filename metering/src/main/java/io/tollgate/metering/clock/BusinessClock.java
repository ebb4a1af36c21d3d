package io.tollgate.metering.clock;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The one source of business time. Signature freshness, leases and timeouts are not business: they
 * use the system clock.
 *
 * <p>Reads are cheap and safe from any thread.
 */
public interface BusinessClock {

  /** The business time, in whole microseconds as PostgreSQL keeps it. */
  Instant now();

  /** The zone in which days, months and reset periods are counted ({@code tollgate.zone}). */
  ZoneId zone();
}
