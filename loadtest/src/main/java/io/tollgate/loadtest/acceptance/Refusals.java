package io.tollgate.loadtest.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sends what a gateway has to refuse: each gets its code, and nothing of it counts. */
public final class Refusals implements Trial {

  public static final String USAGE = """
      refusals   sends what has to be refused: each gets its code, and nothing counts
      """ + Playground.Settings.USAGE.formatted("refusals");

  private static final Duration AGE = Duration.ofDays(23);
  private static final String REQUEST_REFUSED = "400 MKT.0101";
  private static final String PROOF_REFUSED = "400 MKT.0102";
  private static final int MOST_RECORDS = 1_000;
  private static final int MOST_BYTES = 1 << 20;

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "refusals");
    options.rejectUnknown();
    return Trial.perform(settings, new Refusals(), out, problems);
  }

  private record Outcome(String sent, String expected, String answered) {
    boolean isAsExpected() {
      return expected.equals(answered);
    }
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    try (var fleet = fleet(playground, "refusals");
        var foreign = fleet(playground, "foreign")) {
      var now = BusinessTime.advance(playground.operator(), AGE).truncatedTo(ChronoUnit.SECONDS);
      var outcomes = new ArrayList<Outcome>();
      outcomes.addAll(requests(fleet, now));
      outcomes.addAll(records(fleet, foreign, now));

      outcomes.forEach(outcome -> out.printf(
          "%-34s %-18s %s%n",
          outcome.sent(),
          outcome.answered(),
          outcome.isAsExpected() ? "" : "(expected: " + outcome.expected() + ")"));
      requireNothingElse(playground, fleet);
      var wrong = outcomes.stream().filter(outcome -> !outcome.isAsExpected()).count();
      if (wrong > 0) {
        throw new GatewayFailure(wrong + " of " + outcomes.size() + " were answered otherwise");
      }
      out.printf(
          "%d refused as they should be; one record stored, nothing else%n", outcomes.size());
    }
  }

  private static Fleet fleet(Playground playground, String name)
      throws IOException, InterruptedException {
    return Fleet.prepare(
        playground.operator(),
        playground.http(),
        playground.gateway().address(),
        name,
        new Fleet.Size(1, "1000"));
  }

  /** Faults of the request as a whole. */
  private static List<Outcome> requests(Fleet fleet, Instant now) throws IOException {
    var isv = fleet.isv();
    var sound = UsageRecord.body(List.of(usage(fleet, now, 1)));
    var signed = isv.pushHeaders(sound.getBytes(UTF_8));
    var wrong = new HashMap<>(signed);
    wrong.put("signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    var stale = isv.pushHeaders(sound.getBytes(UTF_8), Instant.now().minusSeconds(301));
    var early = isv.pushHeaders(sound.getBytes(UTF_8), Instant.now().plusSeconds(301));
    var tooMany = UsageRecord.body(Collections.nCopies(MOST_RECORDS + 1, usage(fleet, now, 1)));
    var unknown = usage(fleet, now, 1).withInstanceId("no-such-instance");

    return List.of(
        request(REQUEST_REFUSED, "unsigned", isv, sound, Map.of()),
        request(PROOF_REFUSED, "wrongly signed", isv, sound, wrong),
        request(PROOF_REFUSED, "signed 301 s ago", isv, sound, stale),
        request(PROOF_REFUSED, "signed 301 s ahead", isv, sound, early),
        request(REQUEST_REFUSED, "not JSON", isv, "{\"usage_records\":["),
        request(REQUEST_REFUSED, "an array", isv, "[]"),
        request(REQUEST_REFUSED, "no records", isv, "{\"usage_records\":[]}"),
        request("500 MKT.9003", "1,001 records", isv, tooMany),
        request("413", "over 1 MiB", isv, " ".repeat(MOST_BYTES) + sound),
        request("500 MKT.9001", "unknown instance", isv, UsageRecord.body(List.of(unknown))),
        request("200 MKT.0000", "(a sound one)", isv, sound, signed),
        request(PROOF_REFUSED, "the sound one's nonce again", isv, sound, signed));
  }

  private static Outcome request(String expected, String sent, IsvClient isv, String body)
      throws IOException {
    return request(expected, sent, isv, body, isv.pushHeaders(body.getBytes(UTF_8)));
  }

  private static Outcome request(
      String expected, String sent, IsvClient isv, String body, Map<String, String> headers)
      throws IOException {
    var reply = isv.pushAsIs(body.getBytes(UTF_8), headers);
    return new Outcome(sent, expected, shown(reply, expected));
  }

  /** Status and code; the status alone where no code is expected. */
  private static String shown(Reply reply, String expected) {
    return expected.contains(" ")
        ? reply.status() + " " + reply.text("error_code")
        : Integer.toString(reply.status());
  }

  /** Faults of one record, each in a request of its own behind a replay of the sound one. */
  private static List<Outcome> records(Fleet fleet, Fleet foreign, Instant now) throws IOException {
    var sound = usage(fleet, now, 1);
    var other = usage(fleet, now, 2);
    var stranger = foreign.members().getFirst();
    var longAgo = now.minus(Duration.ofDays(22));
    var cases = List.of(
        Map.entry("004 no sn", other.withMeteringSn("")),
        Map.entry("003 5 decimals", other.withValue("1.23456")),
        Map.entry("003 zero", other.withValue("0")),
        Map.entry("003 negative", other.withValue("-1")),
        Map.entry("003 not a number", other.withValue("many")),
        Map.entry("003 too large", other.withValue("100000000")),
        Map.entry("001 unknown instance", other.withInstanceId("no-such-instance")),
        Map.entry("009 foreign instance", other.withInstanceId(stranger.instanceId())),
        Map.entry("005 sn reused", other.withMeteringSn(sound.meteringSn())),
        Map.entry(
            "012 the package's own instance",
            other.withInstanceId(fleet.members().getFirst().packageInstanceId())),
        Map.entry(
            "011 end before begin", other.withTimes(now.minusSeconds(60), now.minusSeconds(90))),
        Map.entry("011 in the future", other.withTimes(now.plusSeconds(600), now.plusSeconds(900))),
        Map.entry("007 22 days ago", other.withTimes(longAgo, longAgo.plusSeconds(60))),
        Map.entry("010 same window", sound.withMeteringSn("sn-another").withValue("2")),
        Map.entry("003 no package named", other.withPackage(null)),
        Map.entry("003 no such package", other.withPackage("no-such-package")),
        Map.entry("009 foreign package", other.withPackage(stranger.packageInstanceId())));

    var outcomes = new ArrayList<Outcome>();
    for (var entry : cases) {
      var code = entry.getKey().substring(0, 3);
      var reply = fleet.isv().push(List.of(sound, entry.getValue()));
      var refused = reply.json().path("data").path("abnormal_usage_data");
      var answered = "%s %s"
          .formatted(
              reply.text("error_code"), refused.path(0).path("error_code").asString(""));
      outcomes.add(new Outcome(entry.getKey().substring(4), "94060999 " + code, answered));
    }
    return outcomes;
  }

  private static UsageRecord usage(Fleet fleet, Instant now, int number) {
    var member = fleet.members().getFirst();
    return new UsageRecord(
        member.instanceId(),
        now,
        now.minusSeconds(3_600L * number),
        now.minusSeconds(3_600L * number - 60),
        "1.5",
        "sn-refusals-" + number,
        member.packageInstanceId());
  }

  private static void requireNothingElse(Playground playground, Fleet fleet) throws IOException {
    var member = fleet.members().getFirst();
    var stored =
        playground.operator().usageRecords(member.instanceId(), "").json().path("items");
    var accepted = new ArrayList<String>();
    stored.forEach(item -> {
      if (!item.path("state").asString("").equals("REFUSED")) {
        accepted.add(item.path("meteringSn").asString(""));
      }
    });
    if (!accepted.equals(List.of("sn-refusals-1"))) {
      throw new GatewayFailure("stored " + accepted + " (expected: the sound record alone)");
    }
    var used = playground
        .operator()
        .instance(member.packageInstanceId())
        .json()
        .path("quotas")
        .path(0)
        .path("used")
        .asString("0");
    if (new BigDecimal(used).compareTo(new BigDecimal("1.5")) != 0) {
      throw new GatewayFailure("drawn " + used + " (expected: 1.5)");
    }
    var refused =
        playground.operator().usageRecordsIn(fleet.isvId(), "REFUSED").json().path("items");
    if (refused.isEmpty()) {
      throw new GatewayFailure("no refused record is kept for the ISV and the operator to see");
    }
  }
}
