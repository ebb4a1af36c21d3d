package io.tollgate.loadtest.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The requests that simulations are made of, for a fleet that is made before the load begins. Each
 * request is signed just before it leaves, with a nonce and a timestamp of its own.
 */
final class Traffic {

  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration AGE = Duration.ofDays(1);
  private static final String PACKAGE_QUANTITY = "90000000";
  private static final int LICENCES = 20;

  private final LoadSettings settings;
  private final AtomicInteger turn = new AtomicInteger();
  private @Nullable Fleet fleet;
  private @Nullable UsageSource usage;
  private List<String> licences = List.of();

  Traffic(LoadSettings settings) {
    this.settings = settings;
  }

  HttpProtocolBuilder protocol() {
    return http.baseUrl(settings.access().address().toString())
        .contentTypeHeader("application/json")
        .acceptHeader("application/json")
        .shareConnections();
  }

  /** Makes the fleet. The gateway's clock must be a test clock: usage needs a past to lie in. */
  void prepare() {
    var name = "load-" + Long.toString(System.currentTimeMillis(), 36);
    try (var client = settings.access().http(CALL_TIMEOUT)) {
      var operator = new OperatorFace(
          client, settings.access().address(), settings.access().token("operator"));
      var made = Fleet.prepare(
          operator,
          client,
          settings.access().address(),
          name,
          new Fleet.Size(settings.instances(), PACKAGE_QUANTITY));
      licences = made.issueLicences(LICENCES);
      var clock = operator.advanceClock(AGE);
      if (clock.status() != 200) {
        throw new IllegalStateException(
            "start the gateway with --tollgate.clock=test; moving its clock was answered "
                + clock.inShort());
      }
      usage = new UsageSource(made.members(), Instant.parse(clock.text("now")), true);
      fleet = made;
    } catch (IOException e) {
      throw new IllegalStateException("no fleet could be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the fleet was made", e);
    }
  }

  void end() {
    if (fleet != null) {
      fleet.close();
    }
  }

  ChainBuilder push() {
    return exec(this::signPush)
        .exec(http("push of " + settings.records())
            .post(IsvClient.USAGE_PATH)
            .header("ts", "#{ts}")
            .header("nonce", "#{nonce}")
            .header("signature", "#{signature}")
            .body(StringBody("#{body}"))
            .check(status().is(200), jsonPath("$.error_code").is("MKT.0000")));
  }

  private Session signPush(Session session) {
    var body = UsageRecord.body(source().next(settings.records(), "0.25"));
    var headers = fleet().isv().pushHeaders(body.getBytes(UTF_8));
    return session
        .set("body", body)
        .set("ts", header(headers, "ts"))
        .set("nonce", header(headers, "nonce"))
        .set("signature", header(headers, "signature"));
  }

  ChainBuilder heartbeat() {
    return exec(this::signHeartbeat)
        .exec(http("heartbeat")
            .post(IsvClient.HEARTBEAT_PATH)
            .header("x-sdk-date", "#{date}")
            .header("Authorization", "#{authorization}")
            .body(StringBody("#{body}"))
            .check(status().is(200), jsonPath("$.error_code").is("92020000")));
  }

  private Session signHeartbeat(Session session) {
    var licence = licences.get(Math.floorMod(turn.getAndIncrement(), licences.size()));
    var body = Json.text(Json.object().put("license", licence));
    return signed(session, "POST", IsvClient.HEARTBEAT_PATH, body);
  }

  ChainBuilder orderQuery() {
    return exec(this::signOrderQuery)
        .exec(http("order query")
            .get("#{path}")
            .header("x-sdk-date", "#{date}")
            .header("Authorization", "#{authorization}")
            .check(status().is(200)));
  }

  private Session signOrderQuery(Session session) {
    var members = fleet().members();
    var member = members.get(Math.floorMod(turn.getAndIncrement(), members.size()));
    var path = IsvClient.ORDER_PATH + "?orderId=" + member.orderId();
    return signed(session.set("path", path), "GET", path, "");
  }

  private Session signed(Session session, String method, String path, String body) {
    var headers = fleet().isv().openApiHeaders(method, path, body.getBytes(UTF_8));
    return session
        .set("body", body)
        .set("date", header(headers, "x-sdk-date"))
        .set("authorization", header(headers, "Authorization"));
  }

  /** Of a hundred arrivals 80 pushes, 15 heartbeats and 5 order queries. */
  ChainBuilder mix() {
    return randomSwitch()
        .on(percent(80).then(push()), percent(15).then(heartbeat()), percent(5).then(orderQuery()));
  }

  private static String header(Map<String, String> headers, String name) {
    return headers.getOrDefault(name, "");
  }

  /** Latency is measured from the moment a request should have left, as the rate is open. */
  Assertion[] assertions() {
    return new Assertion[] {
      global().responseTime().percentile(99).lte(settings.p99Millis()),
      global().failedRequests().percent().lte(settings.failedPercent())
    };
  }

  private Fleet fleet() {
    if (fleet == null) {
      throw new IllegalStateException("the fleet is not made yet");
    }
    return fleet;
  }

  private UsageSource source() {
    if (usage == null) {
      throw new IllegalStateException("the fleet is not made yet");
    }
    return usage;
  }
}
