package io.tollgate.rules.quota;

import java.util.ArrayList;
import java.util.List;

/** How far a quota is used up, at the marks that somebody is told of (contract 5.5). */
public enum QuotaLevel {
  PERCENT_80(80),
  PERCENT_95(95),
  EXHAUSTED(100);

  private final int percent;

  QuotaLevel(int percent) {
    this.percent = percent;
  }

  public int percent() {
    return percent;
  }

  /**
   * The levels a draw reaches that were not reached before it, in ascending order; several at once
   * where it takes much. Giving back reaches none, and makes room to reach them again.
   */
  public static List<QuotaLevel> reached(long grantedUnits, long drawnBefore, long drawnAfter) {
    var reached = new ArrayList<QuotaLevel>();
    for (var level : values()) {
      if (!level.isReachedBy(grantedUnits, drawnBefore)
          && level.isReachedBy(grantedUnits, drawnAfter)) {
        reached.add(level);
      }
    }
    return reached;
  }

  /** Whether {@code drawnUnits} are at least this share of the grant. */
  public boolean isReachedBy(long grantedUnits, long drawnUnits) {
    return Math.multiplyExact(drawnUnits, 100L) >= Math.multiplyExact(grantedUnits, percent);
  }
}
