package io.tollgate.rules.quota;

/**
 * Units taken from one quota.
 *
 * @param quotaNo which quota
 * @param units taken, in 1/10,000 of the item's unit; positive
 */
public record Draw(long quotaNo, long units) {

  public Draw {
    if (units <= 0) {
      throw new IllegalArgumentException("units: " + units + " (expected: > 0)");
    }
  }
}
