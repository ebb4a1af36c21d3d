package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.isv.ReceivedCall;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Holds what arrived at the ISV against what the gateway says it owed, instance by instance: every
 * call that is DELIVERED arrived, and none came after a later one had. A repeated call is fine, and
 * so is one that was overtaken after it had left. What was sent again by hand is out of the order on
 * purpose, and left out here.
 *
 * @param owed deliveries in their order
 * @param arrived calls in the order of their arrival
 */
record CallOrder(List<Owed> owed, List<String> arrived) {

  /** A delivery as the ISV would see it. */
  record Owed(String call, boolean delivered) {}

  /** What is wrong; empty where nothing is. */
  List<String> faults() {
    var faults = new ArrayList<String>();
    var place = -1;
    for (var call : arrived) {
      if (place < 0 || !owed.get(place).call().equals(call)) {
        var next = place + 1;
        while (next < owed.size() && !owed.get(next).call().equals(call)) {
          next++;
        }
        if (next == owed.size()) {
          faults.add(call + " came after a later call");
          break;
        }
        place = next;
      }
    }
    var seen = 0;
    for (var delivery : owed) {
      if (delivery.delivered()) {
        while (seen < arrived.size() && !arrived.get(seen).equals(delivery.call())) {
          seen++;
        }
        if (seen == arrived.size()) {
          faults.add(delivery.call() + " is DELIVERED and did not arrive");
          break;
        }
      }
    }
    return faults;
  }

  /** Looks at all instances of a performance and returns how many calls they were owed. */
  static long require(Performance performance, List<ReceivedCall> calls)
      throws InterruptedException {
    var unproven = calls.stream().filter(call -> !call.isProven()).count();
    if (unproven > 0) {
      throw new GatewayFailure(unproven + " calls were not signed as they should be");
    }
    var deliveries = performance.deliveries("");
    var faults = new ArrayList<String>();
    var delivered = 0L;
    var statuses = statuses(performance);
    var owed = new HashMap<String, List<Owed>>();
    var byHand = new HashSet<String>();
    for (var delivery : deliveries) {
      var state = delivery.path("state").asString("");
      var call = call(delivery, statuses);
      var instanceId = delivery.path("instanceId").asString("");
      if (state.equals("PENDING")) {
        faults.add("delivery " + delivery.path("deliveryId").asString("") + " is still PENDING");
      }
      if (performance.restarted().contains(delivery.path("deliveryId").asString(""))) {
        byHand.add(instanceId + call);
      } else {
        owed.computeIfAbsent(instanceId, id -> new ArrayList<>())
            .add(new Owed(call, state.equals("DELIVERED")));
      }
      delivered += state.equals("DELIVERED") ? 1 : 0;
    }
    var arrived = arrived(performance, calls);
    owed.forEach((instanceId, calledFor) -> {
      var came = arrived.getOrDefault(instanceId, List.of()).stream()
          .filter(call -> !byHand.contains(instanceId + call))
          .toList();
      var kept = calledFor.stream()
          .filter(call -> !byHand.contains(instanceId + call.call()))
          .toList();
      new CallOrder(kept, came)
          .faults()
          .forEach(fault ->
              faults.add(instanceId + ": " + fault + "; owed " + kept + ", arrived " + came));
    });
    if (!faults.isEmpty()) {
      throw new GatewayFailure(
          "%d faults in the calls, the first: %s".formatted(faults.size(), faults.getFirst()));
    }
    return delivered;
  }

  /** What a change of status told the ISV, by the delivery's id. */
  private static Map<String, String> statuses(Performance performance) {
    var statuses = new HashMap<String, String>();
    for (var timeline : performance.timelines()) {
      for (var change : timeline) {
        var status = change.path("to").asString("").equals("FROZEN") ? "FREEZE" : "UNFREEZE";
        statuses.put(change.path("deliveryId").asString(""), status);
      }
    }
    return statuses;
  }

  private static String call(JsonNode delivery, Map<String, String> statuses) {
    var activity = delivery.path("activity").asString("");
    return switch (activity) {
      case "updateInstanceStatus" ->
        activity + " " + statuses.get(delivery.path("deliveryId").asString(""));
      case "refreshInstance" -> activity + " " + delivery.path("orderId").asString("");
      default -> activity;
    };
  }

  /** A create does not name its instance yet, but its order line. */
  private static Map<String, List<String>> arrived(
      Performance performance, List<ReceivedCall> calls) {
    var byOrderId = performance.instancesByOrder();
    var arrived = new HashMap<String, List<String>>();
    for (var call : calls) {
      var instanceId = call.activity().equals("newInstance")
          ? byOrderId.getOrDefault(call.member("orderId"), "")
          : call.instanceId();
      var said = switch (call.activity()) {
        case "updateInstanceStatus" -> call.activity() + " " + call.status();
        case "refreshInstance" -> call.activity() + " " + call.member("orderId");
        default -> call.activity();
      };
      arrived.computeIfAbsent(instanceId, id -> new ArrayList<>()).add(said);
    }
    return arrived;
  }
}
