package io.tollgate.loadtest.bench;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What came of sending a list of requests.
 *
 * @param answered how many were answered as hoped
 * @param others how many were answered otherwise or not at all, by what was seen
 * @param seconds from the first request sent to the last answer
 * @param latency in nanoseconds, of those answered as hoped
 */
record Run(long answered, Map<String, Long> others, double seconds, Histogram latency) {

  private static final double NANOS_PER_MILLI = 1e6;

  double perSecond() {
    return answered / seconds;
  }

  /** Milliseconds that {@code percent} of the answers did not exceed. */
  double millis(double percent) {
    return latency.getValueAtPercentile(percent) / NANOS_PER_MILLI;
  }
}
