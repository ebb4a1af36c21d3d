package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.isv.ReceivedCall;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * From the answer to the push that empties the last package, to the arrival of the FREEZE call at
 * the ISV's server. Every run has an instance of its own.
 */
public final class FreezeLatency implements Trial {

  public static final String USAGE =
      """
      freeze-latency   from the exhausting push's answer to the FREEZE call's arrival
      """ + Playground.Settings.USAGE.formatted("freeze-latency") + """
        --runs=N                (default 100)
        --at-most=MILLISECONDS  fail when the slowest took longer (default 1000)
      """;

  private static final Duration AGE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double NANOS_PER_MILLI = 1e6;

  private final int runs;
  private final Duration atMost;

  FreezeLatency(int runs, Duration atMost) {
    this.runs = runs;
    this.atMost = atMost;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "freeze-latency");
    var trial = new FreezeLatency(
        options.number("runs", 100, 1, 10_000),
        Duration.ofMillis(options.number("at-most", 1_000, 1, 60_000)));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    try (var fleet = Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        "freeze",
        new Fleet.Size(runs, "10"))) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var source = new UsageSource(fleet.members(), now, true);
      var millis = new ArrayList<Double>();
      for (var member : fleet.members()) {
        millis.add(measure(fleet, source, member));
      }

      var percentiles = Percentiles.of(millis);
      out.printf(
          "freeze-latency: %d runs, ms from the answer to the arrival: %s%n", runs, percentiles);
      requireOnceAndProven(fleet);
      if (percentiles.most() > atMost.toMillis()) {
        throw new GatewayFailure("the slowest took %.1f ms (expected: at most %d ms)"
            .formatted(percentiles.most(), atMost.toMillis()));
      }
    }
  }

  /** Milliseconds; below zero where the call came before the answer had been read. */
  private static double measure(Fleet fleet, UsageSource source, Member member)
      throws IOException, InterruptedException {
    var reply = fleet.isv().push(List.of(source.next(member, "10")));
    var answeredNanos = System.nanoTime();
    if (!reply.text("error_code").equals("MKT.0000")) {
      throw new GatewayFailure("the exhausting push was answered " + reply.inShort());
    }
    var freeze = fleet
        .production()
        .calls()
        .await(call -> isFreeze(call) && call.instanceId().equals(member.instanceId()), PATIENCE)
        .orElseThrow(() -> new GatewayFailure("no FREEZE for " + member.instanceId() + " came"));
    return (freeze.arrivedNanos() - answeredNanos) / NANOS_PER_MILLI;
  }

  private static boolean isFreeze(ReceivedCall call) {
    return call.status().equals("FREEZE");
  }

  private void requireOnceAndProven(Fleet fleet) {
    var freezes = fleet.production().calls().matching(FreezeLatency::isFreeze);
    if (freezes.size() != runs || !freezes.stream().allMatch(ReceivedCall::isProven)) {
      throw new GatewayFailure("FREEZE calls: %d, of them proven %d (expected: %d)"
          .formatted(
              freezes.size(), freezes.stream().filter(ReceivedCall::isProven).count(), runs));
    }
  }
}
