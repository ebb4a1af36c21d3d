package io.tollgate.loadtest.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a figure should be. A figure is rounded to its disadvantage, so that none reaches its goal by
 * rounding.
 */
sealed interface Goal {

  /** Whether the figure, as it was measured, is good enough. */
  boolean isReachedBy(double value);

  /** How the figure may be rounded without being flattered. */
  RoundingMode rounding();

  /** Says the goal and whether it was reached; empty where there is none. */
  default String judge(double value) {
    return "goal " + this + (isReachedBy(value) ? ", reached" : ", MISSED");
  }

  /** More is better. */
  record AtLeast(double bound) implements Goal {

    @Override
    public boolean isReachedBy(double value) {
      return value >= bound;
    }

    @Override
    public RoundingMode rounding() {
      return RoundingMode.FLOOR;
    }

    @Override
    public String toString() {
      return ">= " + Goal.plain(bound);
    }
  }

  /** Less is better. */
  record AtMost(double bound) implements Goal {

    @Override
    public boolean isReachedBy(double value) {
      return value <= bound;
    }

    @Override
    public RoundingMode rounding() {
      return RoundingMode.CEILING;
    }

    @Override
    public String toString() {
      return "<= " + Goal.plain(bound);
    }
  }

  /** No goal is set. */
  record Open(RoundingMode rounding) implements Goal {

    @Override
    public boolean isReachedBy(double value) {
      return true;
    }

    @Override
    public String judge(double value) {
      return "";
    }
  }

  /** More is better, but how much is not said. */
  static Goal more() {
    return new Open(RoundingMode.FLOOR);
  }

  /** Less is better, but how little is not said. */
  static Goal less() {
    return new Open(RoundingMode.CEILING);
  }

  /** The figure with the digits that mean something, rounded to its disadvantage. */
  default String shown(double value) {
    if (!Double.isFinite(value)) {
      return "none";
    }
    var digits = Math.abs(value) >= 100 ? 0 : 2;
    return grouped(BigDecimal.valueOf(value).setScale(digits, rounding()));
  }

  private static String grouped(BigDecimal value) {
    return (value.scale() == 0 ? "%,.0f" : "%,.2f").formatted(value);
  }

  private static String plain(double bound) {
    return grouped(BigDecimal.valueOf(bound).setScale(bound >= 100 ? 0 : 2, RoundingMode.HALF_UP));
  }
}
