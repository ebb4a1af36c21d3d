package io.tollgate.rules.standing;

import java.time.Instant;

/**
 * What becomes of a subscription that is not renewed: it stays in service for the grace of the
 * customer's level, is then frozen (EXPIRED) for the retention, and then released.
 *
 * <p>A trial has no grace: what was never paid for is frozen when it ends.
 */
public record Expiry(Instant expireTime, Instant freezeAt, Instant releaseAt) {

  /**
   * @param terms those of the customer's level for subscriptions
   */
  public static Expiry of(Instant expireTime, Terms terms) {
    var freezeAt = expireTime.plus(terms.grace());
    return new Expiry(expireTime, freezeAt, freezeAt.plus(terms.retention()));
  }

  public static Expiry ofTrial(Instant expireTime, Terms terms) {
    return new Expiry(expireTime, expireTime, expireTime.plus(terms.retention()));
  }
}
