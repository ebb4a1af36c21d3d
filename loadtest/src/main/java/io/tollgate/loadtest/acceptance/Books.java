package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What the gateway says of its own books: the reconciliation, the invariants, and a replay. */
final class Books {

  private static final Duration PAST_THE_LAST_CYCLE = Duration.ofHours(2);
  private static final Duration LATENESS = Duration.ofDays(21);
  private static final Duration STRETCH = Duration.ofDays(60);

  private Books() {}

  /**
   * Collects what waits, and throws {@link GatewayFailure} where a cycle of the time since the
   * gateway's start does not add up, an invariant is broken, or the ledger's replay in its recorded
   * order comes out in any byte differently.
   */
  static void requireInOrder(Playground playground) throws IOException {
    var now = BusinessTime.advance(playground.operator(), PAST_THE_LAST_CYCLE);
    for (var to = now; to.isAfter(now.minus(LATENESS.plus(STRETCH))); to = to.minus(STRETCH)) {
      requireNoDifference(playground, to.minus(STRETCH), to);
    }
    requireNoneBroken(playground.operator().invariants());
    requireTheSameAgain(playground.operator().ledgerReplay());
  }

  private static void requireTheSameAgain(Reply replay) {
    var differences = answer(replay).path("differences");
    if (!differences.isEmpty()) {
      throw new GatewayFailure("the replay of the ledger: " + differences.size()
          + " differences, the first " + differences.path(0));
    }
  }

  private static void requireNoDifference(Playground playground, Instant from, Instant to)
      throws IOException {
    var reply = playground.billing().reconciliation(from, to);
    var differences = answer(reply).path("differences");
    if (!differences.isEmpty()) {
      throw new GatewayFailure("reconciliation: " + differences.size() + " differences, the first "
          + differences.path(0));
    }
  }

  private static void requireNoneBroken(Reply invariants) {
    for (var invariant : answer(invariants).path("items")) {
      if (invariant.path("state").asString().equals("BROKEN")) {
        throw new GatewayFailure("invariant " + invariant);
      }
    }
  }

  private static JsonNode answer(Reply reply) {
    if (reply.status() != 200) {
      throw new GatewayFailure("looking at the books: answered " + reply.inShort());
    }
    return reply.json();
  }
}
