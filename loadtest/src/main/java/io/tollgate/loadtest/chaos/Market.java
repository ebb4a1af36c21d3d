package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.chaos.Script.Ware;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.ProductionKeys;
import io.tollgate.loadtest.isv.ProductionServer;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** An ISV with its server and its catalogue, and customers with money, for one run. */
final class Market implements AutoCloseable {

  private final Cluster cluster;
  private final String name;
  private final ProductionServer production;

  private Market(Cluster cluster, String name, ProductionServer production) {
    this.cluster = cluster;
    this.name = name;
    this.production = production;
  }

  static Market open(Cluster cluster, String name, int customers)
      throws IOException, InterruptedException {
    var isvId = "isv-" + name;
    made(cluster.postOnce(
        "/ops/v1/isvs",
        Json.object().put("isvId", isvId).put("name", name).put("email", "isv@example.com"),
        name + "-isv"));
    var key = made(cluster.postOnce(
        "/ops/v1/isvs/" + isvId + "/keys", Json.object().put("kind", "BASIC"), name + "-key"));
    var production = ProductionServer.start(
        0, new ProductionKeys(key.text("secret"), key.text("secret")), InstantSource.system());
    var market = new Market(cluster, name, production);
    market.sell();
    for (var customer = 0; customer < customers; customer++) {
      market.welcome(customer);
    }
    return market;
  }

  private void sell() throws InterruptedException {
    var product = Json.object()
        .put("productCode", "p-" + name)
        .put("isvId", isvId())
        .put("name", "Chaos")
        .put("productionUrl", production.address().toString())
        .put("interfaceVersion", "V2")
        .put("category", "GENERAL")
        .put("supervised", false)
        .put("overQuota", "CAP")
        .put("platformFeePercent", "5");
    product.putObject("exhaustion").put("action", "FREEZE").put("retention", "P1D");
    made(cluster.postOnce("/ops/v1/products", product, name + "-product"));
    sell(metered(), "ppu");
    sell(bought(), "package");
    sell(subscription(), "day");
  }

  private void sell(ObjectNode sku, String what) throws InterruptedException {
    made(cluster.postOnce("/ops/v1/products/p-" + name + "/skus", sku, name + "-" + what));
  }

  private ObjectNode metered() {
    var sku = Json.object().put("skuCode", skuCode(Ware.METERED)).put("chargingMode", "ON_DEMAND");
    sku.putArray("items")
        .addObject()
        .put("productId", "pid-" + name)
        .put("name", "Unit")
        .put("unit", "unit")
        .put("cycle", "HOURLY")
        .putObject("price")
        .put("model", "PER_UNIT")
        .put("currency", "CNY")
        .put("unitPrice", "0.01");
    return sku;
  }

  private ObjectNode bought() {
    var sku = Json.object()
        .put("skuCode", skuCode(Ware.PACKAGE))
        .put("chargingMode", "ON_DEMAND_PKG")
        .put("stopBeforeExcess", true)
        .put("productId", "pid-package-" + name)
        .put("reset", "NONE")
        .put("validity", "P1D");
    sku.putArray("contents").addObject().put("productId", "pid-" + name).put("quantity", "100");
    sku.putObject("price").put("currency", "CNY").put("amount", "40.00");
    return sku;
  }

  private ObjectNode subscription() {
    var sku = Json.object()
        .put("skuCode", skuCode(Ware.SUBSCRIPTION))
        .put("chargingMode", "PERIOD")
        .put("productId", "pid-day-" + name)
        .put("periodType", "day");
    sku.putObject("price").put("currency", "CNY").put("amount", "9.90");
    return sku;
  }

  private void welcome(int customer) throws InterruptedException {
    made(cluster.postOnce(
        "/ops/v1/customers",
        Json.object()
            .put("customerId", customerId(customer))
            .put("name", "Chaos customer")
            .put("level", "V0")
            .put("type", "PREPAID")
            .put("currency", "CNY"),
        customerId(customer)));
    made(cluster.postOnce(
        "/ops/v1/customers/" + customerId(customer) + "/top-ups",
        Json.object().put("amount", "10000.00").put("reference", "chaos"),
        customerId(customer) + "-money"));
  }

  static Reply made(Reply reply) {
    if (!reply.isSuccess()) {
      throw new GatewayFailure("answered " + reply.inShort() + " (expected: success)");
    }
    return reply;
  }

  String isvId() {
    return "isv-" + name;
  }

  String name() {
    return name;
  }

  String customerId(int customer) {
    return "c-" + name + "-" + customer;
  }

  String skuCode(Ware ware) {
    return switch (ware) {
      case METERED -> name + "-ppu";
      case PACKAGE -> name + "-package";
      case TRIAL, SUBSCRIPTION -> name + "-day";
    };
  }

  ProductionServer production() {
    return production;
  }

  @Override
  public void close() {
    production.close();
  }
}
