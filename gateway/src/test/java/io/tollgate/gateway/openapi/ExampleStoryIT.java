package io.tollgate.gateway.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.outbound.StubIsv;
import io.tollgate.gateway.protocol.signature.PushProof;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays the examples of all operations of our own faces as one story. Every request is the one in
 * the documents, and every answer, then and now, is held to the schema in the documents.
 *
 * <p>{@code -Dtollgate.docs=write} writes the answers into the examples; write the documents anew
 * after that.
 */
@TestPropertySource(
    properties = {"test.world=ExampleStoryIT", "tollgate.clock-start=2026-01-31T04:00:00Z"})
class ExampleStoryIT extends IsvFaceIT {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String STUB = "https://sms.example.com/produce";
  private static final String BASIC_KEY = "demo-access-key-0001";
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuuMM").withZone(ZONE);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SignedCalls isvKey = new SignedCalls("AKDEMO0002", "demo-secret-key-0002");
  private final AtomicInteger created = new AtomicInteger();

  /** What the story has come upon: ids that the gateway made, and moments. */
  private final Map<String, Object> met = new HashMap<>();

  private StubIsv isv;
  private StoryPages pages;

  @BeforeEach
  void open() {
    isv = new StubIsv(BASIC_KEY);
    isv.behave(this::agree);
    pages = StoryPages.read(anyone(), Map.of(STUB, isv.address()));
  }

  @AfterEach
  void close() {
    isv.close();
  }

  private Mono<String> agree(StubIsv.Received call) {
    return call.activity().equals("newInstance")
        ? Mono.just(StubIsv.created("inst-%04d".formatted(created.incrementAndGet())))
        : Mono.just(StubIsv.code("000000"));
  }

  @Test
  void everyExampleIsPlayedAndEveryAnswerIsAsDescribed() {
    registersAnIsv();
    sellsAProduct();
    servesACustomer();
    metersUsage();
    hasTrouble();
    sellsALicenceAndAService();
    settles();
    lookAround();
    ends();

    assertThat(pages.unplayed()).as("operations that the story leaves out").isEmpty();
    pages.finish();
  }

  private void registersAnIsv() {
    play("Clock.read");
    play("Isv.register", "Isv.list", "Isv.read", "Isv.change", "Isv.addKey");
    also(
        "/ops/v1/isvs/isv-demo/keys",
        Map.of("kind", "AKSK", "accessKeyId", isvKey.accessKeyId(), "secret", isvKey.secret()));
    also(
        "/ops/v1/isvs/isv-demo/keys",
        Map.of("kind", "KIT", "accessKeyId", "AKDEMO0003", "secret", "demo-kit-key-0003"));
    play("Notification.add", "Notification.list");
  }

  private void sellsAProduct() {
    play("Product.create", "Product.list", "Product.read", "Product.addSku", "Product.skus");
    play("Product.change");
  }

  private void servesACustomer() {
    play("Customer.open", "Customer.topUp", "Customer.list", "Customer.read", "Customer.journal");
    play("Order.place", "Order.list", "Order.read");
    awaitState("inst-0001", "ACTIVE");
    play("Instance.list", "Instance.read", "Instance.timeline", "OwnInstances.read");
    play("Delivery.list", "Delivery.read", "OwnDeliveries.list");
    play("DebugCall.debug", "DialTest.save", "DialTest.read", "KitSync.order");
  }

  private void metersUsage() {
    also("/ops/v1/clock", Map.of("advance", "PT2H"));
    push();
    play("UsageRecord.list", "UsageRecord.explain", "OwnUsageRecords.list", "Limits.limits");
    play("OwnReconciliation.compare", "Correction.correct", "Clock.move");
    play("Feed.aggregates", "Feed.closings", "Feed.journal", "Feed.stateChanges");
    play("Reconciliation.reconciliation");
  }

  private void push() {
    var begin = read("/ops/v1/instances/inst-0001").get("activatedAt").asString();
    met.put("cycleStart", Instant.parse(begin).truncatedTo(ChronoUnit.HOURS).toString());
    var from = WIRE.format(Instant.parse(begin).plusSeconds(1));
    var body = """
        {"usage_records":[{"instance_id":"inst-0001","record_time":"%1$s","begin_time":"%1$s",
         "end_time":"%1$s","usage_value":"12.5","metering_sn":"sn-0001"}]}
        """.formatted(from);
    var proof = PushProof.sign(
        BASIC_KEY.getBytes(UTF_8),
        Long.toString(Instant.now().toEpochMilli()),
        "story",
        body.getBytes(UTF_8));
    anyone()
        .post()
        .uri("/api/mkp-openapi-public/global/v1/isv/usage-data")
        .header("signature", proof.signature())
        .header("ts", proof.ts())
        .header("nonce", proof.nonce())
        .header("Content-Type", "application/json")
        .bodyValue(body)
        .exchange()
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo("MKT.0000");
  }

  /** The ISV's system fails for a while, so that deliveries are there to be sent again. */
  private void hasTrouble() {
    isv.behave(call -> Mono.just(StubIsv.code("000005")));
    play("Instance.freeze");
    awaitDelivery("updateInstanceStatus");
    play("Delivery.restart");
    isv.behave(this::agree);
    play("OwnDeliveries.restart", "Instance.lift");
    isv.behave(call ->
        Mono.just("{\"resultCode\":\"000004\",\"resultMsg\":\"\",\"instanceId\":\"inst-0002\"}"));
    also("/ops/v1/orders", Map.of("customerId", "c-1", "skuCode", "sms-ppu"));
    awaitState("inst-0002", "PROVISIONING");
    play("OwnInstances.provisioned");
    created.incrementAndGet();
    isv.behave(this::agree);
  }

  private void awaitDelivery(String activity) {
    var path = "/ops/v1/deliveries?state=PENDING&instanceId=inst-0001";
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(isv.received(activity)).isNotEmpty());
    met.put("deliveryId", read(path).at("/items/0/deliveryId").asString());
  }

  private void sellsALicenceAndAService() {
    also("/ops/v1/products", product("p-licence", Map.of("delivery", "LICENSE")));
    also("/ops/v1/products/p-licence/skus", monthly("licence", "pid-licence"));
    var sold = also("/ops/v1/orders", Map.of("customerId", "c-1", "skuCode", "licence"));
    met.put(
        "code",
        read("/ops/v1/orders/" + sold.get("orderId").asString())
            .at("/instances/0/instanceId")
            .asString());
    play("License.read");
    also("/ops/v1/products", product("p-service", Map.of("supervised", true)));
    also("/ops/v1/products/p-service/skus", monthly("service", "pid-service"));
    var ordered = also("/ops/v1/orders", Map.of("customerId", "c-1", "skuCode", "service"));
    met.put("orderId", ordered.get("orderId").asString());
    play("Supervision.read", "Supervision.step", "OwnSupervision.step");
  }

  private static Map<String, Object> product(String code, Map<String, Object> more) {
    var members = new HashMap<String, Object>(
        Map.of("productCode", code, "isvId", "isv-demo", "name", code, "productionUrl", STUB));
    members.putAll(more);
    return members;
  }

  private static Map<String, Object> monthly(String skuCode, String productId) {
    return Map.of(
        "skuCode",
        skuCode,
        "chargingMode",
        "PERIOD",
        "productId",
        productId,
        "periodType",
        "month",
        "price",
        Map.of("currency", "CNY", "amount", "99.00"));
  }

  private void settles() {
    also(
        "/ops/v1/customers",
        Map.of("customerId", "c-2", "name", "A company", "type", "CREDIT", "currency", "CNY"));
    var now = Instant.parse(read("/ops/v1/clock").get("now").asString());
    met.put("month", MONTH.format(now));
    also("/ops/v1/clock", Map.of("advance", "P1D"));
    play("Customer.repay", "Settlement.settle", "Statement.list");
    play("Statement.read", "Statement.lines", "Statement.page");
    play("Settlement.advance", "Transaction.transactions");
  }

  private void lookAround() {
    play("Account.accounts", "Account.account", "Account.trialBalance", "Invariant.list");
    play("QuotaRebuild.verify", "QuotaRebuild.rebuild", "LedgerReplay.replay", "Audit.read");
  }

  private void ends() {
    met.put("notificationNo", 1);
    play("Notification.replay", "Notification.end", "Isv.endKey");
  }

  private void awaitState(String instanceId, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> operator()
            .get()
            .uri("/ops/v1/instances/" + instanceId)
            .exchange()
            .expectBody()
            .jsonPath("$.state")
            .isEqualTo(state));
  }

  private void play(String... operationIds) {
    for (var operationId : operationIds) {
      var step = pages.step(operationId, met);
      var answer = send(step.method(), step.pathAndQuery(), step.request());
      pages.judge(operationId, answer);
      meet(operationId, answer);
    }
  }

  /** Ids that the gateway makes are met once, where they come to be. */
  private void meet(String operationId, JsonNode answer) {
    Map.of(
            "Isv.addKey", "keyId",
            "Notification.add", "targetId",
            "Order.place", "orderId",
            "Statement.list", "statementId",
            "Delivery.list", "deliveryId")
        .forEach((operation, id) -> {
          var place = operation.endsWith(".list") ? answer.at("/items/0") : answer;
          if (operation.equals(operationId)) {
            met.put(id, place.get(id).asString());
          }
        });
  }

  /** A step that is told in the documents by another example of the same operation. */
  private JsonNode also(String path, Map<String, ?> request) {
    return send("post", path, JSON.writeValueAsString(request).replace(STUB, isv.address()));
  }

  private JsonNode send(String method, String pathAndQuery, String body) {
    var uri = URI.create(address() + pathAndQuery);
    var caller = uri.getPath().startsWith("/billing/") ? billing() : operator();
    var request = (uri.getPath().startsWith("/isv/") ? anyone() : caller)
        .method(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)))
        .uri(uri)
        .headers(headers -> headers.addAll(proof(method, uri, body)));
    var reply = (body.isEmpty() ? request : request.bodyValue(body))
        .exchange()
        .expectBody(String.class)
        .returnResult();
    var text = Objects.requireNonNullElse(reply.getResponseBody(), "");
    assertThat(reply.getStatus().is2xxSuccessful())
        .as("%s %s %s -> %s %s", method, pathAndQuery, body, reply.getStatus(), text)
        .isTrue();
    // A page to print is no JSON, and has no example.
    return text.isEmpty() || text.startsWith("<") ? JSON.nullNode() : JSON.readTree(text);
  }

  private HttpHeaders proof(String method, URI uri, String body) {
    var headers = new HttpHeaders();
    headers.set("Accept", "application/json, text/html;q=0.5");
    if (!body.isEmpty()) {
      headers.set("Content-Type", "application/json");
    }
    if (uri.getPath().startsWith("/isv/")) {
      headers.addAll(
          isvKey.headers(method.toUpperCase(Locale.ROOT), uri, body, Map.of(), Instant.now()));
    }
    return headers;
  }
}
