package io.tollgate.loadtest.fleet;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.AccessKey;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.ProductionKeys;
import io.tollgate.loadtest.isv.ProductionServer;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An ISV of its own, with a production server, and customers who hold one instance and one package
 * each. Made over the operator's face, so that nothing about it is special.
 */
public final class Fleet implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int MAKERS = 4;

  /**
   * @param members how many customers, each with an instance and a package
   * @param packageQuantity what each package grants
   */
  public record Size(int members, String packageQuantity) {}

  private final OperatorFace operator;
  private final String name;
  private final IsvClient isv;
  private final ProductionServer production;
  private final List<Member> members = new ArrayList<>();

  private Fleet(OperatorFace operator, String name, IsvClient isv, ProductionServer production) {
    this.operator = operator;
    this.name = name;
    this.isv = isv;
    this.production = production;
  }

  /** Makes a fleet; its names begin with {@code name}, which must be new to the gateway. */
  public static Fleet prepare(OperatorFace operator, Http http, URI gateway, String name, Size size)
      throws IOException, InterruptedException {
    created(operator.createIsv(isvId(name), "Fleet " + name, "fleet@example.com"));
    var basic = key(operator, name, "BASIC");
    var kit = key(operator, name, "KIT");
    var open = key(operator, name, "AKSK");
    var clock = InstantSource.system();
    var production =
        ProductionServer.start(0, new ProductionKeys(basic.secret(), kit.secret()), clock);
    var isv = new IsvClient(http, gateway, basic.secret(), open, clock);
    var fleet = new Fleet(operator, name, isv, production);
    fleet.sell(size.packageQuantity());
    fleet.populate(size.members());
    return fleet;
  }

  private static String isvId(String name) {
    return "isv-" + name;
  }

  private static AccessKey key(OperatorFace operator, String name, String kind) throws IOException {
    var key = created(operator.createKey(isvId(name), kind));
    return new AccessKey(key.path("accessKeyId").asString(), key.path("secret").asString());
  }

  private void sell(String packageQuantity) throws IOException {
    created(operator.createProduct(product("p-" + name)));
    created(operator.createSku("p-" + name, payPerUse()));
    created(operator.createSku("p-" + name, packageSku(packageQuantity)));
  }

  private ObjectNode product(String productCode) {
    var product = Json.object()
        .put("productCode", productCode)
        .put("isvId", isvId(name))
        .put("name", "Fleet product")
        .put("productionUrl", production.address().toString())
        .put("interfaceVersion", "V2")
        .put("category", "GENERAL")
        .put("supervised", false)
        .put("overQuota", "CAP")
        .put("platformFeePercent", "5");
    product.putObject("exhaustion").put("action", "FREEZE").put("retention", "P7D");
    return product;
  }

  private JsonNode payPerUse() {
    var sku = Json.object().put("skuCode", payPerUseSku()).put("chargingMode", "ON_DEMAND");
    sku.putArray("items")
        .addObject()
        .put("productId", "pid-" + name)
        .put("name", "Unit")
        .put("unit", "unit")
        .put("cycle", "HOURLY")
        .putObject("price")
        .put("model", "PER_UNIT")
        .put("currency", "CNY")
        .put("unitPrice", "0.0001");
    return sku;
  }

  private JsonNode packageSku(String quantity) {
    var sku = Json.object()
        .put("skuCode", packageSku())
        .put("chargingMode", "ON_DEMAND_PKG")
        .put("stopBeforeExcess", true)
        .put("productId", "pid-pkg-" + name)
        .put("reset", "NONE")
        .put("validity", "P1Y");
    sku.putArray("contents").addObject().put("productId", "pid-" + name).put("quantity", quantity);
    sku.putObject("price").put("currency", "CNY").put("amount", "0.01");
    return sku;
  }

  private String payPerUseSku() {
    return name + "-ppu";
  }

  private String packageSku() {
    return name + "-pkg";
  }

  private void populate(int count) throws IOException, InterruptedException {
    try (var makers = Executors.newFixedThreadPool(MAKERS, Thread.ofVirtual().factory())) {
      var made = new ArrayList<Future<Member>>(count);
      for (var number = 0; number < count; number++) {
        var customerId = "c-" + name + "-" + number;
        made.add(makers.submit(() -> member(customerId)));
      }
      for (var member : made) {
        members.add(member.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("making the fleet " + name + " failed: " + e.getMessage(), e);
    }
  }

  private Member member(String customerId) throws IOException, InterruptedException {
    created(operator.createCustomer(customerId, "Fleet customer", "V5"));
    created(operator.topUp(customerId, "1000000.00", "fleet"));
    var instance = buy(customerId, payPerUseSku());
    var bought = buy(customerId, packageSku());
    var activatedAt = operator.instance(bought.instanceId()).text("activatedAt");
    return new Member(
        customerId,
        instance.orderId(),
        instance.instanceId(),
        bought.instanceId(),
        Instant.parse(activatedAt));
  }

  /** Issues and activates {@code count} licences, and returns their codes. */
  public List<String> issueLicences(int count) throws IOException, InterruptedException {
    var product = product("p-licence-" + name).put("delivery", "LICENSE");
    var skuCode = name + "-licence";
    var sku = Json.object()
        .put("skuCode", skuCode)
        .put("chargingMode", "PERIOD")
        .put("productId", "pid-licence-" + name)
        .put("periodType", "month");
    sku.putObject("price").put("currency", "CNY").put("amount", "0.01");
    created(operator.createProduct(product));
    created(operator.createSku("p-licence-" + name, sku));

    var codes = new ArrayList<String>(count);
    for (var issued = 0; issued < count; issued++) {
      var code = licence(members.getFirst().customerId(), skuCode);
      var activated =
          isv.signed("POST", IsvClient.ACTIVATE_PATH, Json.object().put("license", code));
      if (!activated.text("error_code").equals("92020000")) {
        throw new GatewayFailure("activating a licence: answered " + activated.inShort());
      }
      codes.add(code);
    }
    return codes;
  }

  private record Bought(String orderId, String instanceId) {}

  private Bought buy(String customerId, String skuCode) throws IOException, InterruptedException {
    return buy(customerId, skuCode, order -> order.text("state").equals("ACTIVE"));
  }

  /** A licence has its code at once, and is active when the code is activated. */
  private String licence(String customerId, String skuCode)
      throws IOException, InterruptedException {
    return buy(customerId, skuCode, order -> !firstInstance(order).isEmpty()).instanceId();
  }

  private Bought buy(String customerId, String skuCode, Predicate<Reply> isDone)
      throws IOException, InterruptedException {
    var orderId = created(operator.order(customerId, skuCode)).path("orderId").asString();
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var order = operator.orderById(orderId);
      if (isDone.test(order)) {
        return new Bought(orderId, firstInstance(order));
      }
      if (System.nanoTime() > deadline) {
        throw new GatewayFailure("order " + orderId + " is not carried out: " + order.inShort());
      }
      Thread.sleep(POLL);
    }
  }

  private static String firstInstance(Reply order) {
    return order.json().path("instances").path(0).path("instanceId").asString("");
  }

  private static JsonNode created(Reply reply) {
    if (reply.status() != 201) {
      throw new GatewayFailure("making a fleet: answered " + reply.inShort() + " (expected: 201)");
    }
    return reply.json();
  }

  public String isvId() {
    return isvId(name);
  }

  public List<Member> members() {
    return List.copyOf(members);
  }

  /** A client that signs with this fleet's keys. */
  public IsvClient isv() {
    return isv;
  }

  public ProductionServer production() {
    return production;
  }

  @Override
  public void close() {
    production.close();
  }
}
