package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.isv.AccessKey;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.ProductionKeys;
import io.tollgate.loadtest.isv.ProductionServer;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets the stage: an ISV with its keys and its server, and what it sells. */
final class Opening {

  static final String ISV = "isv-demo";
  static final String SMS_ITEM = "pid-sms";
  static final String SMS_PAY_PER_USE = "sms-ppu";
  static final String SMS_PACKAGE = "sms-1000-stop";
  static final String MAIL_ITEM = "pid-mail";
  static final String MAIL_PAY_PER_USE = "mail-ppu";

  private final OperatorFace operator;
  private final BillingFace billing;
  private final Narrator narrator;

  Opening(OperatorFace operator, BillingFace billing, Narrator narrator) {
    this.operator = operator;
    this.billing = billing;
    this.narrator = narrator;
  }

  Stage play(Http http, URI gateway) throws IOException {
    narrator.chapter("An ISV comes to the marketplace");
    var stage = register(http, gateway);
    sellMessages(stage);
    sellMail(stage);
    subscribe(stage);
    return stage;
  }

  private Stage register(Http http, URI gateway) throws IOException {
    Expect.status(
        201, operator.createIsv(ISV, "Demo ISV", "isv@demo.example.com"), "create the ISV");
    var basic = createKey("BASIC");
    var kit = createKey("KIT");
    var open = createKey("AKSK");

    var wallClock = InstantSource.system();
    var production =
        ProductionServer.start(0, new ProductionKeys(basic.secret(), kit.secret()), wallClock);
    var client = new IsvClient(http, gateway, basic.secret(), open, wallClock);
    var stage = new Stage(operator, billing, client, production, narrator, ISV);
    stage.tell("ISV " + ISV + " with keys BASIC, KIT and AKSK", "201 201 201 201");
    return stage;
  }

  private AccessKey createKey(String kind) throws IOException {
    var key =
        Expect.status(201, operator.createKey(ISV, kind), "create the ISV's " + kind + " key");
    return new AccessKey(key.path("accessKeyId").asString(), key.path("secret").asString());
  }

  private void sellMessages(Stage stage) throws IOException {
    var address = stage.production().address();
    createProduct("p-sms", "Demo SMS", address);
    createSku("p-sms", onDemand(SMS_PAY_PER_USE, SMS_ITEM, "SMS", "message", "0.045"));
    createSku("p-sms", stopBeforeExcessPackage());
    stage.tell("product p-sms, production interface " + address, "201");
    stage.tell("  pay per use 0.045 CNY · stop-before-excess 1,000 for 40 CNY", "201 201");
  }

  private void sellMail(Stage stage) throws IOException {
    createProduct("p-mail", "Demo Mail", stage.production().address());
    createSku("p-mail", onDemand(MAIL_PAY_PER_USE, MAIL_ITEM, "Mail", "mail", "0.10"));
    stage.tell("product p-mail, pay per use 0.10 CNY", "201 201");
  }

  private void subscribe(Stage stage) throws IOException {
    var webhook = Expect.status(
        201,
        operator.createWebhook(stage.production().webhookAddress(), "*"),
        "create a notification target");
    stage.production().webhooks().trust(webhook.path("secret").asString());
    stage.tell("webhook for all events, to the same server", "201");
  }

  private void createProduct(String productCode, String name, URI productionUrl)
      throws IOException {
    var product = Json.object()
        .put("productCode", productCode)
        .put("isvId", ISV)
        .put("name", name)
        .put("productionUrl", productionUrl.toString())
        .put("interfaceVersion", "V2")
        .put("category", "GENERAL")
        .put("supervised", false)
        .put("overQuota", "CAP")
        .put("platformFeePercent", "5");
    product.putObject("exhaustion").put("action", "FREEZE").put("retention", "P7D");
    Expect.status(201, operator.createProduct(product), "create product " + productCode);
  }

  private void createSku(String productCode, JsonNode sku) throws IOException {
    Expect.status(
        201,
        operator.createSku(productCode, sku),
        "create sku " + sku.path("skuCode").asString());
  }

  private static ObjectNode onDemand(
      String skuCode, String productId, String name, String unit, String unitPrice) {
    var sku = Json.object().put("skuCode", skuCode).put("chargingMode", "ON_DEMAND");
    sku.putArray("items")
        .addObject()
        .put("productId", productId)
        .put("name", name)
        .put("unit", unit)
        .put("cycle", "HOURLY")
        .putObject("price")
        .put("model", "PER_UNIT")
        .put("currency", "CNY")
        .put("unitPrice", unitPrice);
    return sku;
  }

  private static ObjectNode stopBeforeExcessPackage() {
    var sku = Json.object()
        .put("skuCode", SMS_PACKAGE)
        .put("chargingMode", "ON_DEMAND_PKG")
        .put("stopBeforeExcess", true)
        .put("productId", "pid-pkg1000")
        .put("reset", "NONE")
        .put("validity", "P1Y");
    sku.putArray("contents").addObject().put("productId", SMS_ITEM).put("quantity", "1000");
    sku.putObject("price").put("currency", "CNY").put("amount", "40.00");
    return sku;
  }
}
