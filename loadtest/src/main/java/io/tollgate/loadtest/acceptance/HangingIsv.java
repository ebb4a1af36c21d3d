package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.Behaviour;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long calls to one ISV take to arrive, first alone and then beside another that is owed many
 * calls and never answers any. From the operator's request to the arrival at the ISV's server.
 */
public final class HangingIsv implements Trial {

  public static final String USAGE = """
      hanging-isv   what an ISV that never answers changes for the others
      """ + Playground.Settings.USAGE.formatted("hanging-isv") + """
        --samples=N             calls timed, before and while the other hangs (default 2000)
        --hanging=N             calls owed to the ISV that hangs (default 200)
        --at-most-percent=N     fail when p99 grew by more (default 20)
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration REST = Duration.ofSeconds(2);
  private static final int MEMBERS = 20;
  private static final int WARM_UP = 300;
  private static final double NANOS_PER_MILLI = 1e6;

  private final int samples;
  private final int hanging;
  private final int atMostPercent;

  HangingIsv(int samples, int hanging, int atMostPercent) {
    this.samples = samples;
    this.hanging = hanging;
    this.atMostPercent = atMostPercent;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "hanging-isv");
    var trial = new HangingIsv(
        options.number("samples", 2_000, 1, 1_000_000),
        options.number("hanging", 200, 1, 10_000),
        options.number("at-most-percent", 20, 0, 1_000));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    try (var prompt = fleet(playground, "prompt", MEMBERS);
        var silent = fleet(playground, "silent", hanging)) {
      time(playground, prompt, WARM_UP);
      var alone = time(playground, prompt, samples);

      silent.production().behave(Behaviour.prompt().failing(1, Behaviour.Failure.HANG));
      for (var member : silent.members()) {
        done(playground.operator().violate(member.instanceId(), "trial"));
      }
      var beside = time(playground, prompt, samples);

      var growth = (beside.at(99) / alone.at(99) - 1) * 100;
      out.printf("hanging-isv: %d calls each, ms from the request to the arrival%n", samples);
      out.printf("  alone                        %s%n", alone);
      out.printf(
          "  beside one that never answers %s  (%d calls owed to it, %d left)%n",
          beside, hanging, silent.production().calls().size() - 2 * hanging);
      out.printf("  p99 changed by %+.1f %%%n", growth);
      if (growth > atMostPercent) {
        throw new GatewayFailure(
            "p99 grew by %.1f %% (expected: at most %d %%)".formatted(growth, atMostPercent));
      }
    }
  }

  private static Fleet fleet(Playground playground, String name, int members)
      throws IOException, InterruptedException {
    return Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        name,
        new Fleet.Size(members, "1000"));
  }

  private static Percentiles time(Playground playground, Fleet fleet, int count)
      throws IOException, InterruptedException {
    var millis = new ArrayList<Double>(count);
    var members = fleet.members();
    for (var sample = 0; sample < count; sample++) {
      var freezes = sample / members.size() % 2 == 0;
      millis.add(time(playground, fleet, members.get(sample % members.size()), freezes));
    }
    leaveAllActive(playground, members);
    return Percentiles.of(millis);
  }

  private static double time(Playground playground, Fleet fleet, Member member, boolean freezes)
      throws IOException, InterruptedException {
    var status = freezes ? "FREEZE" : "UNFREEZE";
    var calls = fleet.production().calls();
    calls.clear();
    var started = System.nanoTime();
    done(
        freezes
            ? playground.operator().violate(member.instanceId(), "trial")
            : playground.operator().liftViolation(member.instanceId()));
    var arrived = calls
        .await(
            call -> call.status().equals(status) && call.instanceId().equals(member.instanceId()),
            PATIENCE)
        .orElseThrow(() -> new GatewayFailure("no " + status + " came"));
    return (arrived.arrivedNanos() - started) / NANOS_PER_MILLI;
  }

  /** Waits a little at the end: a call that has not left yet would be dropped with its opposite. */
  private static void leaveAllActive(Playground playground, List<Member> members)
      throws IOException, InterruptedException {
    for (var member : members) {
      done(playground.operator().liftViolation(member.instanceId()));
    }
    Thread.sleep(REST);
  }

  private static void done(Reply reply) {
    if (!reply.isSuccess()) {
      throw new GatewayFailure("a violation was answered " + reply.inShort());
    }
  }
}
