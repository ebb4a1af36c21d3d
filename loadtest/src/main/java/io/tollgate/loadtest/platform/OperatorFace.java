package io.tollgate.loadtest.platform;

import static io.tollgate.loadtest.platform.Face.encode;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** What an operator can ask of the gateway, {@code /ops/v1}. Every answer is handed on as it is. */
public final class OperatorFace {

  private static final String ROOT = "/ops/v1";

  private final Face face;

  public OperatorFace(Http http, URI gateway, String token) {
    this.face = new Face(http, gateway, token);
  }

  public Reply createIsv(String isvId, String name, String email) throws IOException {
    return face.post(
        ROOT + "/isvs", Json.object().put("isvId", isvId).put("name", name).put("email", email));
  }

  /**
   * @param state ACTIVE or SUSPENDED
   */
  public Reply setIsvState(String isvId, String state) throws IOException {
    return face.patch(ROOT + "/isvs/" + encode(isvId), Json.object().put("state", state));
  }

  /**
   * @param kind BASIC, KIT or AKSK
   */
  public Reply createKey(String isvId, String kind) throws IOException {
    return face.post(ROOT + "/isvs/" + encode(isvId) + "/keys", Json.object().put("kind", kind));
  }

  public Reply createProduct(JsonNode product) throws IOException {
    return face.post(ROOT + "/products", product);
  }

  public Reply createSku(String productCode, JsonNode sku) throws IOException {
    return face.post(ROOT + "/products/" + encode(productCode) + "/skus", sku);
  }

  public Reply createCustomer(String customerId, String name, String level) throws IOException {
    return face.post(
        ROOT + "/customers",
        Json.object()
            .put("customerId", customerId)
            .put("name", name)
            .put("level", level)
            .put("type", "PREPAID")
            .put("currency", "CNY"));
  }

  public Reply topUp(String customerId, String amount, String reference) throws IOException {
    return face.post(
        ROOT + "/customers/" + encode(customerId) + "/top-ups",
        Json.object().put("amount", amount).put("reference", reference));
  }

  public Reply customer(String customerId) throws IOException {
    return face.get(ROOT + "/customers/" + encode(customerId));
  }

  public Reply order(String customerId, String skuCode) throws IOException {
    return face.post(
        ROOT + "/orders",
        Json.object()
            .put("customerId", customerId)
            .put("skuCode", skuCode)
            .put("quantity", 1)
            .put("periods", 1)
            .put("orderType", "NEW"));
  }

  public Reply orderById(String orderId) throws IOException {
    return face.get(ROOT + "/orders/" + encode(orderId));
  }

  public Reply instance(String instanceId) throws IOException {
    return face.get(ROOT + "/instances/" + encode(instanceId));
  }

  /** Freezes the instance for a violation. */
  public Reply violate(String instanceId, String reason) throws IOException {
    return face.post(violations(instanceId), Json.object().put("reason", reason));
  }

  public Reply liftViolation(String instanceId) throws IOException {
    return face.delete(violations(instanceId));
  }

  private static String violations(String instanceId) {
    return ROOT + "/instances/" + encode(instanceId) + "/violations";
  }

  public Reply deliveries(String instanceId) throws IOException {
    return face.get(ROOT + "/deliveries?instanceId=" + encode(instanceId) + "&limit=1000");
  }

  public Reply usageRecords(String instanceId, String after) throws IOException {
    return face.get(ROOT
        + "/usage-records?limit=1000&instanceId="
        + encode(instanceId)
        + (after.isEmpty() ? "" : "&after=" + encode(after)));
  }

  /**
   * @param state ACCEPTED, COLLECTED or REFUSED
   */
  public Reply usageRecordsIn(String isvId, String state) throws IOException {
    return face.get(ROOT + "/usage-records?limit=1000&isvId=" + encode(isvId) + "&state=" + state);
  }

  public Reply createWebhook(URI address, String... events) throws IOException {
    var target = Json.object()
        .put("scope", "OPERATOR")
        .put("kind", "WEBHOOK")
        .put("address", address.toString());
    var names = target.putArray("events");
    for (var event : events) {
      names.add(event);
    }
    return face.post(ROOT + "/notification-targets", target);
  }

  /**
   * @param month as yyyyMM
   */
  public Reply settle(String month) throws IOException {
    return face.post(ROOT + "/settlements/" + month, Json.object());
  }

  public Reply clock() throws IOException {
    return face.get(ROOT + "/clock");
  }

  /** Moves business time forward; answers after everything due until then has run. */
  public Reply moveClock(Instant to) throws IOException {
    return face.post(ROOT + "/clock", Json.object().put("now", to.toString()));
  }

  public Reply advanceClock(Duration by) throws IOException {
    return face.post(ROOT + "/clock", Json.object().put("advance", by.toString()));
  }

  /** Makes what Redis believes of quotas anew from the ledger, and compares. */
  public Reply rebuildQuotaBeliefs() throws IOException {
    return face.post(ROOT + "/quota-beliefs/rebuild", Json.object());
  }

  /** Compares what Redis believes of quotas with the ledger. */
  public Reply quotaBeliefs() throws IOException {
    return face.get(ROOT + "/quota-beliefs");
  }

  /** Replays the ledger in its recorded order, and compares. */
  public Reply ledgerReplay() throws IOException {
    return face.get(ROOT + "/ledger-replay");
  }

  public Reply invariants() throws IOException {
    return face.get(ROOT + "/invariants");
  }
}
