package io.tollgate.loadtest.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What came of sending a list of requests. Written while they are answered; read afterwards. */
final class Run {

  private static final long NOT_AS_HOPED = -1;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] dueNanos;
  private final long[] latencyNanos;
  private final Map<String, Long> others = new TreeMap<>();
  private long turnedAway;
  private long toldWhen;
  private long endNanos;

  /**
   * @param requests how many will be sent
   */
  Run(int requests) {
    dueNanos = new long[requests];
    latencyNanos = new long[requests];
    Arrays.fill(latencyNanos, NOT_AS_HOPED);
  }

  /** Request {@code number} leaves, or should have left, so long after the start. */
  void due(int number, long nanos) {
    dueNanos[number] = nanos;
  }

  /** It was answered as hoped, so long after the start. */
  void answered(int number, long nanos) {
    latencyNanos[number] = Math.max(0, nanos - dueNanos[number]);
    endNanos = Math.max(endNanos, nanos);
  }

  /** It was turned away with 406 or 503; {@code toldWhen} to come again, or not. */
  void turnedAway(boolean toldWhen, long nanos) {
    turnedAway++;
    this.toldWhen += toldWhen ? 1 : 0;
    endNanos = Math.max(endNanos, nanos);
  }

  /** It was answered otherwise, or not at all. */
  void other(String seen, long count, long nanos) {
    others.merge(seen, count, Long::sum);
    endNanos = Math.max(endNanos, nanos);
  }

  int sent() {
    return dueNanos.length;
  }

  long answered() {
    return Arrays.stream(latencyNanos).filter(nanos -> nanos >= 0).count();
  }

  long turnedAway() {
    return turnedAway;
  }

  /** How many of those turned away were told when to come again. */
  long toldWhen() {
    return toldWhen;
  }

  Map<String, Long> others() {
    return Map.copyOf(others);
  }

  /** From the first request to the last answer. */
  double seconds() {
    return endNanos / NANOS_PER_SECOND;
  }

  double perSecond() {
    return answered() / seconds();
  }

  /** Answers as hoped that came in the time from {@code from} to {@code to}, a second of it. */
  double perSecond(double from, double to) {
    var answered = IntStream.range(0, sent())
        .filter(number -> latencyNanos[number] >= 0)
        .mapToDouble(number -> (dueNanos[number] + latencyNanos[number]) / NANOS_PER_SECOND)
        .filter(second -> second >= from && second < to)
        .count();
    return answered / (to - from);
  }

  Latencies latencies() {
    return latencies(0, Double.MAX_VALUE);
  }

  /** Of the requests that were due in the time from {@code from} to {@code to}, in seconds. */
  Latencies latencies(double from, double to) {
    return Latencies.ofMillis(IntStream.range(0, sent())
        .filter(number -> latencyNanos[number] >= 0)
        .filter(number -> dueNanos[number] >= from * NANOS_PER_SECOND)
        .filter(number -> dueNanos[number] < to * NANOS_PER_SECOND)
        .mapToDouble(number -> latencyNanos[number] / NANOS_PER_MILLI));
  }

  /**
   * How many seconds after {@code from} latency was normal again and stayed so: the begin of the
   * first window after which no window's p99 is above {@code normalMillis}. A window without an
   * answer is not normal. Up to {@code to}, where it never was.
   */
  double secondsUntilNormal(double from, double to, double window, double normalMillis) {
    var normalSince = to;
    for (var begin = to - window; begin >= from - window / 2; begin -= window) {
      var latencies = latencies(begin, begin + window);
      if (latencies.isEmpty() || latencies.percentile(99) > normalMillis) {
        break;
      }
      normalSince = begin;
    }
    return Math.max(0, normalSince - from);
  }
}
