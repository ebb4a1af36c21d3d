package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.isv.IsvClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Of ten requests: eight pushes of 10 records, one order query, one heartbeat. */
final class MixedPart {

  private static final int CONNECTIONS = 64;
  private static final int PUSHES_OF_TEN = 8;
  private static final int RECORDS_EACH = 10;
  private static final int TRIED_TENS = 100;
  private static final double STEADY_SHARE = 0.7;

  private final Rig rig;

  MixedPart(Rig rig) {
    this.rig = rig;
  }

  void measure() throws IOException, InterruptedException {
    var licence = rig.fleet().issueLicences(1).getFirst();
    var heartbeat = "{\"license\":\"" + licence + "\"}";
    try (var driver = new Driver(rig.gateway(), CONNECTIONS)) {
      var tried = driver.flatOut(mix(TRIED_TENS, heartbeat), Rig.ANY_SUCCESS);
      var perSecond = new ArrayList<Double>();
      for (var round = 0; round < rig.size().rounds(); round++) {
        var tens = PushParts.requestsIn(tried.perSecond(), rig.size().seconds()) / 10;
        var all = mix(tens, heartbeat);
        var run = rig.watched("mix", () -> driver.flatOut(all, Rig.ANY_SUCCESS));
        rig.report().others(run);
        perSecond.add(run.perSecond());
      }
      var reached = rig.report()
          .median("mix of pushes of 10, orders, heartbeats", "/s", perSecond, Goal.more());
      var schedule = Schedule.steady(reached * STEADY_SHARE, rig.size().steadySeconds());
      var all = mix(schedule.requests() / 10 + 1, heartbeat);
      var run =
          rig.watched("mix at 70 % of peak", () -> driver.open(all, Rig.ANY_SUCCESS, schedule));
      rig.report().latencies("mix at 70 % of peak", run.latencies(), Goal.less());
      rig.report().others(run);
    }
  }

  private List<byte[]> mix(int tens, String heartbeat) {
    var requests = rig.requests();
    var members = rig.fleet().members();
    var mix = new ArrayList<byte[]>(tens * 10);
    for (var ten = 0; ten < tens; ten++) {
      var order = members.get(ten % members.size()).orderId();
      mix.addAll(requests.pushes(rig.source(), PUSHES_OF_TEN, RECORDS_EACH));
      mix.add(requests.openApi("GET", IsvClient.ORDER_PATH + "?orderId=" + order, ""));
      mix.add(requests.openApi("POST", IsvClient.HEARTBEAT_PATH, heartbeat));
    }
    return mix;
  }
}
