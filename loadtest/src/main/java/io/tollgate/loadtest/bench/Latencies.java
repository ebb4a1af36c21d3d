package io.tollgate.loadtest.bench;

import java.util.stream.DoubleStream;

/** Measured times; percentiles are by the nearest rank, so that each is one that was measured. */
final class Latencies {

  private final double[] sortedMillis;

  private Latencies(double[] sortedMillis) {
    this.sortedMillis = sortedMillis;
  }

  static Latencies ofMillis(DoubleStream millis) {
    return new Latencies(millis.sorted().toArray());
  }

  boolean isEmpty() {
    return sortedMillis.length == 0;
  }

  int count() {
    return sortedMillis.length;
  }

  /**
   * Milliseconds that {@code percent} of them did not exceed; endless where nothing was measured,
   * so that no goal is reached by silence.
   *
   * @param percent over 0, at most 100
   */
  double percentile(double percent) {
    if (isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    return sortedMillis[(int) Math.ceil(percent * sortedMillis.length / 100) - 1];
  }
}
