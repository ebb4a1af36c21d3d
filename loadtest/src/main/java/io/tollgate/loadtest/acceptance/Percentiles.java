package io.tollgate.loadtest.acceptance;

import java.util.Collection;
import java.util.List;

/** Percentiles of measured values by the nearest rank, so that each is a value that was measured. */
record Percentiles(List<Double> sorted) {

  Percentiles {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("values: none (expected: at least one)");
    }
    sorted = sorted.stream().sorted().toList();
  }

  static Percentiles of(Collection<Double> values) {
    return new Percentiles(List.copyOf(values));
  }

  /**
   * @param percent over 0, at most 100
   */
  double at(double percent) {
    return sorted.get((int) Math.ceil(percent / 100 * sorted.size()) - 1);
  }

  double most() {
    return sorted.getLast();
  }

  @Override
  public String toString() {
    return "p50 %.1f  p90 %.1f  p99 %.1f  max %.1f".formatted(at(50), at(90), at(99), most());
  }
}
