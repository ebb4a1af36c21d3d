package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.ReceivedCall;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * From the answer to the push that empties a customer's package to the FREEZE call at the ISV's
 * server, while the gateway is at half of what it can do. The emptying pushes leave at fixed times.
 */
final class FreezePart {

  /** What each package of the fleet that is frozen grants, and one record takes. */
  static final String PACKAGE_QUANTITY = "10";

  private static final Goal P99_MILLIS = new Goal.AtMost(250);
  private static final double LOAD_SHARE = 0.5;
  private static final int RECORDS_EACH = 100;
  private static final double LEAD_SECONDS = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Rig rig;
  private final Fleet frozen;
  private final UsageSource source;
  private final double peakPerSecond;

  /**
   * @param frozen a fleet of its own, each of whose packages one record empties
   * @param peakPerSecond pushes of 100 records that the gateway takes
   */
  FreezePart(Rig rig, Fleet frozen, UsageSource source, double peakPerSecond) {
    this.rig = rig;
    this.frozen = frozen;
    this.source = source;
    this.peakPerSecond = peakPerSecond;
  }

  void measure() throws IOException, InterruptedException {
    var seconds = rig.size().steadySeconds();
    var schedule = Schedule.steady(peakPerSecond * LOAD_SHARE, seconds + 2 * LEAD_SECONDS);
    var load = rig.requests().pushes(rig.source(), schedule.requests(), RECORDS_EACH);
    try (var driver = new Driver(rig.gateway(), PushParts.connectionsFor(RECORDS_EACH))) {
      var answered = rig.watched(
          "freezes at 50 % of peak",
          () -> {
            var loading = beside(() -> driver.open(load, Rig.SUCCESS, schedule));
            var answers = emptyAll(seconds);
            var run = loaded(loading);
            rig.report()
                .latencies("push of 100 meanwhile, at 50 % of peak", run.latencies(), Goal.less());
            rig.report().others(run);
            return answers;
          });
      report(answered);
    }
  }

  private static Future<Run> beside(Callable<Run> load) {
    var task = new FutureTask<>(load);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static Run loaded(Future<Run> loading) throws IOException, InterruptedException {
    try {
      return loading.get();
    } catch (ExecutionException e) {
      throw new IOException("the load beside it failed: " + e.getMessage(), e);
    }
  }

  /** Sends each emptying push when it is due; returns when each was answered. */
  private Map<String, Long> emptyAll(double seconds) throws IOException, InterruptedException {
    var answeredNanos = new ConcurrentHashMap<String, Long>();
    var refusals = new ConcurrentHashMap<String, String>();
    var members = frozen.members();
    var begunNanos = System.nanoTime() + (long) (LEAD_SECONDS * NANOS_PER_SECOND);
    var left = new CountDownLatch(members.size());
    for (var i = 0; i < members.size(); i++) {
      sleepUntil(begunNanos + (long) (i * seconds / members.size() * NANOS_PER_SECOND));
      var member = members.get(i);
      var _ = push(member).whenComplete((reply, error) -> {
        if (reply != null && reply.text("error_code").equals("MKT.0000")) {
          answeredNanos.put(member.instanceId(), System.nanoTime());
        } else {
          refusals.put(
              member.instanceId(), reply == null ? String.valueOf(error) : reply.inShort());
        }
        left.countDown();
      });
    }
    if (!left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || !refusals.isEmpty()) {
      throw new GatewayFailure("of %d emptying pushes %d were taken; others: %s"
          .formatted(
              members.size(),
              answeredNanos.size(),
              refusals.values().stream().findFirst().orElse("unanswered")));
    }
    return answeredNanos;
  }

  private CompletableFuture<Reply> push(Member member) {
    return frozen.isv().pushAsync(UsageRecord.body(List.of(source.next(member, PACKAGE_QUANTITY))));
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos - System.nanoTime()));
  }

  private void report(Map<String, Long> answeredNanos) throws InterruptedException {
    var calls = frozen.production().calls();
    var millis = new ArrayList<Double>();
    for (var answer : answeredNanos.entrySet()) {
      var call = calls
          .await(each -> isFreeze(each) && each.instanceId().equals(answer.getKey()), PATIENCE)
          .orElseThrow(() -> new GatewayFailure("no FREEZE for " + answer.getKey() + " came"));
      millis.add(millisUntil(call, answer.getValue()));
    }
    rig.report()
        .latencies(
            "emptying push answered -> FREEZE call",
            Latencies.ofMillis(millis.stream().mapToDouble(Double::doubleValue)),
            P99_MILLIS);
  }

  private static boolean isFreeze(ReceivedCall call) {
    return call.status().equals("FREEZE");
  }

  /** The call may overtake the answer; that is not faster than at once. */
  private static double millisUntil(ReceivedCall call, long answeredNanos) {
    return Math.max(0, (call.arrivedNanos() - answeredNanos) / NANOS_PER_MILLI);
  }
}
