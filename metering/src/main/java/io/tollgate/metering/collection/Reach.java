package io.tollgate.metering.collection;

import java.time.Instant;

/**
 * How far the collections of one kind of cycle have come. A record is collected once a reach covers
 * it; both bounds only grow, so the newest reach covers all that earlier ones did.
 *
 * @param watermark highest record number, inclusive
 * @param horizon latest end of a cycle, inclusive
 */
public record Reach(long watermark, Instant horizon) {

  /** Before the first collection: covers nothing. */
  public static final Reach NONE = new Reach(-1, Instant.EPOCH);

  /** Whether a record with this number, of a cycle with this end, has been collected. */
  public boolean covers(long recordNo, Instant cycleEnd) {
    return recordNo <= watermark && !cycleEnd.isAfter(horizon);
  }
}
