package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.platform.GatewayProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a record costs when more is stored, when it is one of more instances, and when two gateways
 * share the stores. The cost is processor time of gateways and stores together: what the sender
 * takes of the same machine is not in it.
 */
final class Growth {

  /** How far it goes; each list is in ascending order. */
  record Steps(List<Integer> rows, List<Integer> instances) {

    Steps {
      rows = List.copyOf(rows);
      instances = List.copyOf(instances);
    }
  }

  private static final int CONNECTIONS = 8;
  private static final int TRIED = 100;
  private static final int ISVS = 10;
  private static final Goal COST_GROWTH = new Goal.AtMost(1.15);
  private static final Duration STORED_SINCE = Duration.ofDays(20);
  private static final double MICROS_PER_SECOND = 1e6;

  private final Rig rig;
  private final Steps steps;
  private final PrintStream printed;

  Growth(Rig rig, Steps steps, PrintStream printed) {
    this.rig = rig;
    this.steps = steps;
    this.printed = printed;
  }

  /** Makes so many pushes. */
  private interface Pushes {
    List<byte[]> make(int count);
  }

  void measure() throws InterruptedException {
    rig.attempt("1 and 2 nodes", this::nodes);
    rig.attempt("instances pushed for in turn", this::instances);
    rig.attempt("rows stored", this::rows);
  }

  private void nodes() throws IOException, InterruptedException {
    var node = rig.playground().gateway();
    var alone = cost("1 node", this::fleetPushes, List.of(node));
    try (var second = rig.playground().secondNode();
        var driver = new Driver(second.address(), CONNECTIONS)) {
      for (var warm = 0; warm < rig.size().warmUpSeconds(); warm++) {
        driver.flatOut(fleetPushes(TRIED), Rig.SUCCESS);
      }
      var both = cost("2 nodes", this::fleetPushes, List.of(node, second));
      rig.report().ratio("cost with 2 nodes / with 1", both, alone, Goal.less());
    }
  }

  private void rows() throws IOException, InterruptedException {
    var acceptedAt = now();
    var stored = new StoredUsage(
        new StoreAccess(rig.playground().home()), acceptedAt.minus(STORED_SINCE), acceptedAt);
    var costs = new ArrayList<Double>();
    for (var rows : steps.rows()) {
      printed.printf("storing %,d rows ...%n", rows);
      stored.fillTo(rows);
      var name = "%,d rows".formatted(rows);
      costs.add(cost(name, this::fleetPushes, List.of(rig.playground().gateway())));
      if (costs.size() > 1) {
        var first = "%,d".formatted(steps.rows().getFirst());
        rig.report()
            .ratio(
                "cost at " + name + " / at " + first,
                costs.getLast(),
                costs.getFirst(),
                COST_GROWTH);
      }
    }
  }

  /** All are stored when the first is measured; what grows is how many of them are pushed for. */
  private void instances() throws IOException, InterruptedException {
    var crowd = new Crowd(rig, Math.max(ISVS * 5, steps.instances().getLast()));
    var costs = new ArrayList<Double>();
    for (var instances : steps.instances()) {
      printed.printf("pushing for %,d instances ...%n", instances);
      var name = "%,d instances".formatted(instances);
      var pushes = crowd.pushes(instances);
      firstPushes(name, pushes, instances);
      costs.add(cost(name, pushes::make, List.of(rig.playground().gateway())));
      if (costs.size() > 1) {
        var first = "%,d".formatted(steps.instances().getFirst());
        rig.report()
            .ratio(
                "cost with " + name + " / with " + first,
                costs.getLast(),
                costs.getFirst(),
                Goal.less());
      }
    }
  }

  /** One record for each: what the gateway has to learn about an instance comes on top of it. */
  private void firstPushes(String name, Crowd.Pushes pushes, int instances)
      throws IOException, InterruptedException {
    try (var driver = new Driver(rig.gateway(), CONNECTIONS)) {
      var count = Math.max(1, instances / Crowd.RECORDS_EACH);
      var run = driver.flatOut(pushes.make(count), Rig.SUCCESS);
      rig.report()
          .single(
              name + ", first records", "/s", run.perSecond() * Crowd.RECORDS_EACH, Goal.more());
      rig.report().others(run);
    }
  }

  private List<byte[]> fleetPushes(int count) {
    return rig.requests().pushes(rig.source(), count, Crowd.RECORDS_EACH);
  }

  /** Reports records a second, and returns microseconds of processor time a record. */
  private double cost(String name, Pushes pushes, List<GatewayProcess> nodes)
      throws IOException, InterruptedException {
    var pids = nodes.stream().map(GatewayProcess::pid).toList();
    var perSecond = new ArrayList<Double>();
    var micros = new ArrayList<Double>();
    var addresses = nodes.stream().map(GatewayProcess::address).toList();
    try (var driver = new Driver(addresses, CONNECTIONS / nodes.size())) {
      var estimate = driver.flatOut(pushes.make(TRIED), Rig.SUCCESS).perSecond();
      for (var round = 0; round < rig.size().rounds(); round++) {
        var all = pushes.make(PushParts.requestsIn(estimate, rig.size().seconds()));
        var before = CpuTime.of(pids);
        var run = driver.flatOut(all, Rig.SUCCESS);
        var after = CpuTime.of(pids);
        var used = after.usedSince(before);
        rig.report().used(name, after.secondsSince(before), used);
        rig.report().others(run);
        var records = run.answered() * (double) Crowd.RECORDS_EACH;
        perSecond.add(records / run.seconds());
        micros.add(productSeconds(used) * MICROS_PER_SECOND / records);
      }
    }
    rig.report().median(name + ", durable records", "/s", perSecond, Goal.more());
    return rig.report().median(name + ", cost of a record", "us", micros, Goal.less());
  }

  private static double productSeconds(Map<String, Double> used) {
    return Stream.of("gateway", "postgres", "redis")
        .mapToDouble(who -> used.getOrDefault(who, 0.0))
        .sum();
  }

  private Instant now() throws IOException {
    return Instant.parse(rig.playground().operator().clock().text("now"));
  }
}
