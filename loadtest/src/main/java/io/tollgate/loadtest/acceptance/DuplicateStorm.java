package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The same batch, sent many times at once, again and again: stored once, drawn once, all agreed. */
public final class DuplicateStorm implements Trial {

  public static final String USAGE = """
      storm  sends each batch many times at once: every record must count once
      """ + Playground.Settings.USAGE.formatted("storm") + """
        --rounds=N              batches (default 50)
        --copies=N              sendings of each at once (default 8)
        --records=N             records a batch (default 20)
      """;

  private static final Duration AGE = Duration.ofDays(1);
  private static final int MEMBERS = 5;

  private final int rounds;
  private final int copies;
  private final int records;

  DuplicateStorm(int rounds, int copies, int records) {
    this.rounds = rounds;
    this.copies = copies;
    this.records = records;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "storm");
    var trial = new DuplicateStorm(
        options.number("rounds", 50, 1, 100_000),
        options.number("copies", 8, 1, 256),
        options.number("records", 20, 1, 1_000));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    var size = new Fleet.Size(MEMBERS, "90000000");
    try (var fleet = Fleet.prepare(
        playground.operator(), playground.http(), playground.gateway().address(), "storm", size)) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var source = new UsageSource(fleet.members(), now, true);
      var ledger = new Ledger();
      for (var round = 0; round < rounds; round++) {
        var batch = source.next(records, "1.5");
        sendAtOnce(fleet, batch);
        ledger.acknowledge(batch);
      }

      var audit = ledger.audit(playground.operator(), fleet.members());
      audit.requireExactlyOnce();
      out.printf(
          "storm: %,d batches of %d records, each sent %d times at once; every reply MKT.0000%n",
          rounds, records, copies);
      out.printf(
          "storm: sent %,d records, stored %,d, lost %d, twice %d, drawn %s%n",
          (long) rounds * copies * records,
          audit.stored(),
          audit.missing(),
          audit.twice(),
          audit.drawn().toPlainString());
    }
  }

  private void sendAtOnce(Fleet fleet, List<UsageRecord> batch) {
    var body = UsageRecord.body(batch);
    var replies =
        IntStream.range(0, copies).mapToObj(copy -> fleet.isv().pushAsync(body)).toList();
    replies.stream().map(CompletableFuture::join).forEach(DuplicateStorm::requireSuccess);
  }

  private static void requireSuccess(Reply reply) {
    if (reply.status() != 200 || !reply.text("error_code").equals("MKT.0000")) {
      throw new GatewayFailure("a copy was answered " + reply.inShort());
    }
  }
}
