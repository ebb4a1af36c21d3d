package io.tollgate.loadtest.chaos;

import static io.tollgate.loadtest.chaos.Market.made;

import io.tollgate.loadtest.chaos.Outcome.Fate;
import io.tollgate.loadtest.chaos.Script.Change;
import io.tollgate.loadtest.chaos.Script.Ware;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Plays a script to a cluster from outside, lets its time run out, and reads how it ended. */
final class Performance {

  private static final int AT_ONCE = 8;

  /** Longer than a create is tried for. */
  private static final Duration CREATES = Duration.ofHours(3).plusMinutes(30);

  /** Longer than a change of status is tried for. */
  private static final Duration STATUSES = Duration.ofMinutes(61);

  /** Days bought and renewed, a day of grace and one of retention, and the hours before. */
  private static final int MOST_DAYS = 9;

  private static final int MOST_RESTARTS = 20;
  private static final int PAGE = 1_000;

  private final Cluster cluster;
  private final Market market;
  private final Script script;
  private final Map<Integer, String> orderIds = new ConcurrentHashMap<>();
  private final Map<Integer, String> instanceIds = new ConcurrentHashMap<>();
  private final Set<String> restarted = new HashSet<>();
  private final Map<Integer, List<JsonNode>> timelines = new ConcurrentHashMap<>();

  Performance(Cluster cluster, Market market, Script script) {
    this.cluster = cluster;
    this.market = market;
    this.script = script;
  }

  Outcome play() throws InterruptedException {
    all(IntStream.range(0, script.customers())
        .mapToObj(customer -> task(() -> buy(customer)))
        .toList());
    pass(CREATES);
    all(IntStream.range(0, script.purchases().size())
        .mapToObj(number -> task(() -> findInstance(number)))
        .toList());
    for (var round = 0; round < script.rounds().size(); round++) {
      play(round);
    }
    settle();
    for (var day = 0; day < MOST_DAYS && anyLive(); day++) {
      pass(Duration.ofDays(1));
      settle();
    }
    return outcome();
  }

  /** All that the script buys ends by itself: what expires is released, and what it was for, too. */
  private boolean anyLive() throws InterruptedException {
    for (var state : List.of("ACTIVE", "FROZEN")) {
      var live =
          "/ops/v1/instances?isvId=" + encode(market.isvId()) + "&state=" + state + "&limit=1";
      if (!made(cluster.get(live)).json().path("items").isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The ids of the instances, by the order that brought them; each order brings one here. */
  Map<String, String> instancesByOrder() {
    var instances = new HashMap<String, String>();
    orderIds.forEach(
        (number, orderId) -> instances.put(orderId, instanceIds.getOrDefault(number, "")));
    return instances;
  }

  /** The deliveries that had failed for good and were sent again by hand. */
  Set<String> restarted() {
    return Set.copyOf(restarted);
  }

  private void buy(int customer) throws InterruptedException {
    for (var number = 0; number < script.purchases().size(); number++) {
      var purchase = script.purchases().get(number);
      if (purchase.customer() == customer) {
        var order = Json.object()
            .put("customerId", market.customerId(customer))
            .put("skuCode", market.skuCode(purchase.ware()))
            .put("orderType", purchase.ware() == Ware.TRIAL ? "TRIAL" : "NEW");
        var placed =
            made(cluster.postOnce("/ops/v1/orders", order, market.name() + "-order-" + number));
        orderIds.put(number, placed.text("orderId"));
      }
    }
  }

  private void findInstance(int number) throws InterruptedException {
    var order = cluster.get("/ops/v1/orders/" + orderIds.get(number));
    var instanceId = order.json().path("instances").path(0).path("instanceId").asString("");
    if (!order.text("state").equals("ACTIVE") || instanceId.isEmpty()) {
      throw new GatewayFailure(
          "order " + number + " did not open (expected: ACTIVE): " + order.inShort());
    }
    instanceIds.put(number, instanceId);
  }

  private void play(int number) throws InterruptedException {
    var round = script.rounds().get(number);
    all(round.changes().stream()
        .map(change -> task(() -> make(change, market.name() + "-" + number)))
        .toList());
    pass(round.pause());
  }

  private void make(Change change, String round) throws InterruptedException {
    var instanceId = instanceIds.getOrDefault(change.purchase(), "");
    var violations = "/ops/v1/instances/" + encode(instanceId) + "/violations";
    made(
        switch (change.action()) {
          case VIOLATE -> cluster.post(violations, Json.object().put("reason", "chaos"));
          case LIFT -> cluster.delete(violations);
          case RENEW, UNSUBSCRIBE ->
            cluster.postOnce(
                "/ops/v1/orders",
                Json.object()
                    .put("orderType", change.action().name())
                    .put("instanceId", instanceId),
                round + "-" + change.purchase());
        });
  }

  /** Sends again by hand what failed for good, until nothing has, and waits for what is under way. */
  private void settle() throws InterruptedException {
    pass(STATUSES);
    for (var round = 0; round < MOST_RESTARTS; round++) {
      if (restartFailed() == 0) {
        return;
      }
      pass(STATUSES);
    }
    throw new GatewayFailure("deliveries still failed after " + MOST_RESTARTS + " restarts");
  }

  private int restartFailed() throws InterruptedException {
    var count = 0;
    for (var delivery : deliveries("FAILED")) {
      var deliveryId = delivery.path("deliveryId").asString("");
      var reply = cluster.post("/ops/v1/deliveries/" + deliveryId + "/restart", Json.object());
      if (reply.isSuccess()) {
        restarted.add(deliveryId);
        count++;
      } else if (reply.status() != 409) {
        throw new GatewayFailure("restart of " + deliveryId + ": answered " + reply.inShort());
      }
    }
    return count;
  }

  /** Moves the clock to an instant rather than by a while, so that a repeat moves no further. */
  private void pass(Duration duration) throws InterruptedException {
    var target = Instant.parse(made(cluster.get("/ops/v1/clock")).text("now")).plus(duration);
    made(cluster.post("/ops/v1/clock", Json.object().put("now", target.toString())));
  }

  /** All deliveries of the market's ISV, oldest first. */
  List<JsonNode> deliveries(String state) throws InterruptedException {
    var query = "/ops/v1/deliveries?isvId=" + encode(market.isvId())
        + (state.isEmpty() ? "" : "&state=" + state);
    return pages(query + "&limit=" + PAGE);
  }

  /** The changes of each instance, oldest first, as they stood at the end. */
  Collection<List<JsonNode>> timelines() {
    return List.copyOf(timelines.values());
  }

  private List<JsonNode> timeline(String instanceId) throws InterruptedException {
    return pages("/ops/v1/instances/" + encode(instanceId) + "/timeline?limit=" + PAGE);
  }

  private List<JsonNode> pages(String path) throws InterruptedException {
    var items = new ArrayList<JsonNode>();
    var after = "";
    while (true) {
      var page = made(cluster.get(after.isEmpty() ? path : path + "&after=" + encode(after)));
      page.json().path("items").forEach(items::add);
      if (!page.json().path("hasMore").asBoolean(false)) {
        return items;
      }
      after = page.text("next");
    }
  }

  private Outcome outcome() throws InterruptedException {
    var fates = new ConcurrentHashMap<Integer, Fate>();
    var money = new ConcurrentHashMap<Integer, List<String>>();
    all(instanceIds.keySet().stream()
        .map(number -> task(() -> fates.put(number, fate(number))))
        .toList());
    all(IntStream.range(0, script.customers())
        .mapToObj(customer -> task(() -> money.put(customer, money(customer))))
        .toList());
    return new Outcome(new TreeMap<>(fates), new TreeMap<>(money));
  }

  private Fate fate(int number) throws InterruptedException {
    var instanceId = instanceIds.getOrDefault(number, "");
    var instance = made(cluster.get("/ops/v1/instances/" + encode(instanceId)));
    var timeline = timeline(instanceId);
    timelines.put(number, timeline);
    var changes = timeline.stream()
        .map(entry -> "%s %s>%s %s %s"
            .formatted(
                entry.path("version").asString(),
                entry.path("from").asString(),
                entry.path("to").asString(),
                entry.path("freezeReasons"),
                entry.path("cause").asString()))
        .toList();
    return new Fate(
        cluster.get("/ops/v1/orders/" + orderIds.get(number)).text("state"),
        instance.text("state"),
        instance.json().path("freezeReasons").toString(),
        changes);
  }

  private List<String> money(int customer) throws InterruptedException {
    var path = "/ops/v1/customers/" + encode(market.customerId(customer));
    var entries = new ArrayList<>(pages(path + "/journal?limit=" + PAGE).stream()
        .map(entry -> entry.path("kind").asString() + " "
            + entry.path("postings").path(0).path("amount").asString())
        .sorted()
        .toList());
    entries.add("balance " + made(cluster.get(path)).text("balance"));
    return entries;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** What can be interrupted and is done for its effect. */
  private interface Task {
    void run() throws InterruptedException;
  }

  private static Callable<Void> task(Task task) {
    return () -> {
      task.run();
      return null;
    };
  }

  private static void all(List<Callable<Void>> tasks) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof GatewayFailure failure
          ? failure
          : new GatewayFailure("the script could not be played: " + e.getCause());
    }
  }
}
