package io.tollgate.loadtest.platform;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Rebuilds what Redis believes of quotas from the ledger, from the command line. */
public final class RebuildCommand {

  public static final String USAGE = """
      rebuild  makes what Redis believes of quotas anew from the ledger, and proves both equal
      """ + GatewayAccess.USAGE + """
        --verify[=only]         says what was compared; only: compares and changes nothing.
                                Replays the ledger in its recorded order as well: draws,
                                aggregates and journal have to come out the same, byte for byte
      """;

  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

  private RebuildCommand() {}

  /** Returns the exit code: 0 when every quota is believed to be what the ledger says, 1 else. */
  public static int run(Options options, PrintStream out, PrintStream problems) {
    var access = GatewayAccess.of(options);
    var verify = options.text("verify", "");
    options.rejectUnknown();

    try (var http = access.http(CALL_TIMEOUT)) {
      var operator = new OperatorFace(http, access.address(), access.token("operator"));
      var only = verify.equals("only");
      var reply = only ? operator.quotaBeliefs() : operator.rebuildQuotaBeliefs();
      var rebuilt = report(reply, only ? "compared" : "rebuilt and compared", out, problems);
      return !verify.isEmpty()
          ? Math.max(rebuilt, reportReplay(operator.ledgerReplay(), out, problems))
          : rebuilt;
    } catch (IOException e) {
      problems.println("No gateway answered at " + access.address() + ": " + e.getMessage()
          + "; start it with ./tollgate run");
      return 1;
    }
  }

  private static int report(Reply reply, String done, PrintStream out, PrintStream problems) {
    if (reply.status() != 200) {
      problems.println("The gateway answered " + reply.inShort());
      return 1;
    }
    var answer = reply.json();
    var differences = answer.path("differences");
    differences.forEach(difference -> problems.printf(
        "slot %s, quota %s: the ledger has %s left, Redis %s%n",
        difference.path("slotNo").asString(),
        difference.path("quotaNo").asString(),
        difference.path("ledger").asString(),
        difference.path("believed").asString()));
    out.printf(
        "%s: %,d slots, %,d quotas, %d differences%n",
        done, answer.path("slots").asLong(), answer.path("quotas").asLong(), differences.size());
    return differences.isEmpty() ? 0 : 1;
  }

  private static int reportReplay(Reply reply, PrintStream out, PrintStream problems) {
    if (reply.status() != 200) {
      problems.println("The gateway answered " + reply.inShort());
      return 1;
    }
    var answer = reply.json();
    var differences = answer.path("differences");
    differences.forEach(difference -> problems.printf(
        "%s%n  recorded %s%n  replayed %s%n",
        difference.path("what").asString(),
        difference.path("recorded").asString(),
        difference.path("replayed").asString()));
    out.printf(
        "replayed: %,d records and %,d corrections in %,d slots, %,d aggregates in %,d closings,"
            + " %,d journal entries, %d differences%n",
        answer.path("records").asLong(),
        answer.path("corrections").asLong(),
        answer.path("slots").asLong(),
        answer.path("aggregates").asLong(),
        answer.path("closings").asLong(),
        answer.path("entries").asLong(),
        differences.size());
    return differences.isEmpty() ? 0 : 1;
  }
}
