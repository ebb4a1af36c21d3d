package io.tollgate.loadtest.bench;

import java.util.List;

/**
 * When each request is due, counted from the start of a run: stages of a steady rate, one after the
 * other. A request's latency counts from that moment, whatever became of those before it.
 */
record Schedule(List<Stage> stages) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** So many requests a second, for so long. */
  record Stage(double perSecond, double seconds) {

    Stage {
      if (!(perSecond > 0) || !(seconds > 0)) {
        throw new IllegalArgumentException(
            "stage: %s/s for %s s (expected: both > 0)".formatted(perSecond, seconds));
      }
    }

    int requests() {
      return (int) Math.max(1, Math.floor(perSecond * seconds));
    }
  }

  Schedule {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages: none (expected: at least one)");
    }
  }

  static Schedule steady(double perSecond, double seconds) {
    return new Schedule(List.of(new Stage(perSecond, seconds)));
  }

  int requests() {
    return stages.stream().mapToInt(Stage::requests).sum();
  }

  double seconds() {
    return stages.stream().mapToDouble(Stage::seconds).sum();
  }

  /** When request {@code number} is due; the first is number 0. */
  long dueNanos(int number) {
    var before = 0.0;
    var left = number;
    for (var stage : stages) {
      if (left < stage.requests()) {
        return (long) ((before + left / stage.perSecond()) * NANOS_PER_SECOND);
      }
      left -= stage.requests();
      before += stage.seconds();
    }
    throw new IllegalArgumentException(
        "request %d (expected: below %d)".formatted(number, requests()));
  }
}
