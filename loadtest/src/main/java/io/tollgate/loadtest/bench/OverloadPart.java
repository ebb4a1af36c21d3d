package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.bench.Schedule.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Twice what the gateway can do, between two stretches of half of it: how much it still does, whether
 * it turns the rest away early, and how soon it is itself again.
 */
final class OverloadPart {

  private static final int CONNECTIONS = 2_000;

  /** An ISV that gets no connection for so long gives up. */
  private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(1);

  private static final double CALM_SHARE = 0.5;
  private static final double OVERLOAD_SHARE = 2;
  private static final int CALM_SECONDS = 3;

  /** What a normal p99 may be above that of the calm before; machines of two cores jump so far. */
  private static final double NORMAL_FACTOR = 2;

  private static final double WINDOW_SECONDS = 0.25;

  /** So that the first and the last moment, when queues fill and drain, do not count. */
  private static final double EDGE_SECONDS = 0.5;

  private static final Goal GOODPUT = new Goal.AtLeast(0.9);

  private final Rig rig;

  OverloadPart(Rig rig) {
    this.rig = rig;
  }

  /**
   * @param peakPerSecond how many such pushes the gateway takes
   */
  void measure(int recordsEach, double peakPerSecond, double normalMillis)
      throws IOException, InterruptedException {
    var overloadSeconds = rig.size().seconds() * 2 + 1;
    var schedule = new Schedule(List.of(
        new Stage(peakPerSecond * CALM_SHARE, CALM_SECONDS),
        new Stage(peakPerSecond * OVERLOAD_SHARE, overloadSeconds),
        new Stage(peakPerSecond * CALM_SHARE, overloadSeconds)));
    var all = rig.requests().pushes(rig.source(), schedule.requests(), recordsEach);
    var name = "push of %,d at 2 x peak".formatted(recordsEach);
    try (var driver = new Driver(rig.gateway(), CONNECTIONS)) {
      var run =
          rig.watched(name, () -> driver.openOrNever(all, Rig.SUCCESS, schedule, GIVEN_UP_AFTER));
      report(name, run, peakPerSecond, overloadSeconds, normalMillis);
    }
  }

  private void report(
      String name, Run run, double peakPerSecond, int overloadSeconds, double normalMillis) {
    var begin = (double) CALM_SECONDS;
    var end = begin + overloadSeconds;
    var report = rig.report();
    var goodput = run.perSecond(begin + EDGE_SECONDS, end);
    report.single(name + ", taken", "/s", goodput, Goal.more());
    report.ratio(name + " / peak", goodput, peakPerSecond, GOODPUT);
    report.others(run);
    var calm = run.latencies(0, begin);
    report.latencies(name + ", calm before", calm, Goal.less());
    report.latencies(name + ", taken meanwhile", run.latencies(begin, end), Goal.less());
    var normal = Math.max(normalMillis, NORMAL_FACTOR * calm.percentile(99));
    report.single(
        name + ", p99 under %.0f ms again after".formatted(normal),
        "s",
        run.secondsUntilNormal(end, end + overloadSeconds, WINDOW_SECONDS, normal),
        Goal.less());
  }
}
