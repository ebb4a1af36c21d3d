package io.tollgate.rules.standing;

import java.time.Duration;

/**
 * How long somebody who fell behind is waited for.
 *
 * @param grace service goes on; zero means it is frozen at once
 * @param retention service is frozen and the data kept
 */
public record Terms(Duration grace, Duration retention) {

  public Terms {
    if (grace.isNegative() || retention.isNegative()) {
      throw new IllegalArgumentException(
          "terms: " + grace + ", " + retention + " (expected: none negative)");
    }
  }

  /** A day being 24 hours (contract 5.6). */
  static Terms ofDays(int graceDays, int retentionDays) {
    return new Terms(Duration.ofDays(graceDays), Duration.ofDays(retentionDays));
  }
}
