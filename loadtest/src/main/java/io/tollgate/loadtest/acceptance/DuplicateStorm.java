package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Every batch sent one to eight times, in any order, to two nodes on the same stores: stored once,
 * drawn once. A change made at one node is then seen by the other.
 */
public final class DuplicateStorm implements Trial {

  public static final String USAGE = """
      storm  sends each batch 1 to 8 times, shuffled, to two nodes: every record must count once
      """ + Playground.Settings.USAGE.formatted("storm") + """
        --rounds=N              shuffled rounds of ten batches (default 20)
        --copies=N              sendings of a batch at most (default 8)
        --records=N             records a batch (default 20)
        --seed=N                of copies, order and nodes (default 1)
      """;

  private static final Duration AGE = Duration.ofDays(1);
  private static final Duration NODES_AGREE_WITHIN = Duration.ofSeconds(60);
  private static final int MEMBERS = 5;
  private static final int BATCHES_A_ROUND = 10;
  private static final int ATTEMPTS = 50;

  private final int rounds;
  private final int copies;
  private final int records;
  private final Random random;

  DuplicateStorm(int rounds, int copies, int records, int seed) {
    this.rounds = rounds;
    this.copies = copies;
    this.records = records;
    this.random = new Random(seed);
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "storm");
    var trial = new DuplicateStorm(
        options.number("rounds", 20, 1, 100_000),
        options.number("copies", 8, 1, 256),
        options.number("records", 20, 1, 1_000),
        options.number("seed", 1, 0, Integer.MAX_VALUE));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    var size = new Fleet.Size(MEMBERS, "90000000");
    try (var second = playground.secondNode();
        var fleet = Fleet.prepare(
            playground.operator(),
            playground.http(),
            playground.gateway().address(),
            "storm",
            size)) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var source = new UsageSource(fleet.members(), now, true);
      var nodes = List.of(fleet.isv(), fleet.isv().at(second.address()));
      var ledger = new Ledger();
      var sent = 0L;
      for (var round = 0; round < rounds; round++) {
        sent += send(nodes, source, ledger);
      }

      var audit = ledger.audit(playground.operator(), fleet.members());
      audit.requireExactlyOnce();
      Books.requireInOrder(playground);
      out.printf(
          "storm: %,d batches of %d records, each sent 1 to %d times, shuffled, to two nodes: %,d"
              + " pushes, every reply MKT.0000%n",
          (long) rounds * BATCHES_A_ROUND, records, copies, sent);
      out.printf(
          "storm: sent %,d records, stored %,d, lost %d, twice %d, drawn %s; reconciliation without"
              + " a difference%n",
          sent * records,
          audit.stored(),
          audit.missing(),
          audit.twice(),
          audit.drawn().toPlainString());
      out.printf(
          "storm: the second node knew a suspension %d ms after the first had answered it%n",
          agreement(playground, fleet, nodes.getLast(), source).toMillis());
    }
  }

  /** A round: copies of ten batches, in any order, all at once. */
  private int send(List<IsvClient> nodes, UsageSource source, Ledger ledger) {
    var bodies = new ArrayList<String>();
    for (var batch = 0; batch < BATCHES_A_ROUND; batch++) {
      var usage = source.next(records, "1.5");
      bodies.addAll(Collections.nCopies(1 + random.nextInt(copies), UsageRecord.body(usage)));
      ledger.acknowledge(usage);
    }
    Collections.shuffle(bodies, random);
    var replies = bodies.stream()
        .map(body -> pushUntilAnswered(nodes.get(random.nextInt(nodes.size())), body, 1))
        .toList();
    replies.stream().map(CompletableFuture::join).forEach(DuplicateStorm::requireSuccess);
    return bodies.size();
  }

  /** What is answered 503 is sent again, as an ISV does. */
  private CompletableFuture<Reply> pushUntilAnswered(IsvClient node, String body, int attempt) {
    return node.pushAsync(body)
        .thenCompose(reply -> reply.status() == 503 && attempt < ATTEMPTS
            ? pushUntilAnswered(node, body, attempt + 1)
            : CompletableFuture.completedFuture(reply));
  }

  private static void requireSuccess(Reply reply) {
    if (reply.status() != 200 || !reply.text("error_code").equals("MKT.0000")) {
      throw new GatewayFailure("a copy was answered " + reply.inShort());
    }
  }

  /** How long the second node goes on taking usage of an ISV that was suspended at the first. */
  private static Duration agreement(
      Playground playground, Fleet fleet, IsvClient second, UsageSource source) throws IOException {
    var suspended = playground.operator().setIsvState(fleet.isvId(), "SUSPENDED");
    if (suspended.status() != 200) {
      throw new GatewayFailure("suspending an ISV: answered " + suspended.inShort());
    }
    var since = System.nanoTime();
    while (second.push(source.next(1, "1.5")).text("error_code").equals("MKT.0000")) {
      if (System.nanoTime() - since > NODES_AGREE_WITHIN.toNanos()) {
        throw new GatewayFailure("the second node does not know of a suspension after "
            + NODES_AGREE_WITHIN.toSeconds() + " s");
      }
    }
    return Duration.ofNanos(System.nanoTime() - since);
  }
}
