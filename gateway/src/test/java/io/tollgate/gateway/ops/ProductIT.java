package io.tollgate.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class ProductIT extends GatewayIT {

  private final String isvId = Names.fresh("isv");
  private final String productCode = Names.fresh("p");
  private final String item = Names.fresh("pid");

  @BeforeEach
  void registerTheIsv() {
    post("/ops/v1/isvs", "{\"isvId\":\"%s\",\"name\":\"Demo\"}".formatted(isvId))
        .expectStatus()
        .isCreated();
  }

  @Test
  void createsAProductAsTheContractWritesIt() {
    create()
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.productCode")
        .isEqualTo(productCode)
        .jsonPath("$.exhaustion.retention")
        .isEqualTo("P7D")
        .jsonPath("$.platformFeePercent")
        .isEqualTo("5")
        .jsonPath("$.state")
        .isEqualTo("ON_SALE");

    create().expectStatus().isEqualTo(409);
    post("/ops/v1/products", product("other-" + productCode, "nobody"))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/isvId");
  }

  @Test
  void delistsAProduct() {
    create();

    operator()
        .patch()
        .uri("/ops/v1/products/{code}", productCode)
        .bodyValue(Map.of("state", "DELISTED"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("DELISTED");
  }

  @Test
  void createsEveryKindOfSku() {
    create();

    sku(onDemand("sms-ppu", item)).expectStatus().isCreated();
    sku("""
        {"skuCode":"stop-%1$s","chargingMode":"ON_DEMAND_PKG","stopBeforeExcess":true,
         "productId":"pkg-%1$s","contents":[{"productId":"%1$s","quantity":"1000"}],
         "reset":"NONE","validity":"P1Y","price":{"currency":"CNY","amount":"40.00"}}""".formatted(item))
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.contents[0].quantity")
        .isEqualTo("1000")
        .jsonPath("$.items")
        .doesNotExist();
    sku("""
        {"skuCode":"month-%1$s","chargingMode":"PERIOD","productId":"m-%1$s",
         "periodType":"month","price":{"currency":"CNY","amount":"99.00"}}""".formatted(item)).expectStatus().isCreated();
    sku("""
        {"skuCode":"setup-%1$s","chargingMode":"ONE_TIME","productId":"s-%1$s",
         "price":{"currency":"CNY","amount":"10.00"}}""".formatted(item)).expectStatus().isCreated();
    operator()
        .get()
        .uri("/ops/v1/products/{code}/skus", productCode)
        .exchange()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(4);
  }

  @Test
  void refusesASkuThatCannotBeBilledAndSaysWhere() {
    create();

    sku(onDemand("sms-ppu", item).replace("0.045", "-1"))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/items/0/price/unitPrice");
    sku("""
        {"skuCode":"stop-%1$s","chargingMode":"ON_DEMAND_PKG","stopBeforeExcess":true,
         "productId":"pkg-%1$s","contents":[{"productId":"unknown","quantity":"1000"}],
         "reset":"NONE","validity":"P1Y","price":{"currency":"CNY","amount":"40.00"}}""".formatted(item))
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/contents/0/productId");
    sku("{\"skuCode\":\"x\",\"chargingMode\":\"ON_DEMAND\",\"colour\":1}")
        .expectStatus()
        .isBadRequest();
    sku("{\"skuCode\":").expectStatus().isBadRequest();
  }

  /** What is wrong, the price of an item, and where and how the answer says so. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          tiers overlap   | "model":"VOLUME","tiers":[{"upTo":"9","unitPrice":"2"},{"upTo":"9","unitPrice":"1"},{"unitPrice":"1"}] | /tiers/1/upTo | 9 (expected: more than 9
          tiers descend   | "model":"GRADUATED","tiers":[{"upTo":"9","unitPrice":"2"},{"upTo":"8","unitPrice":"1"},{"unitPrice":"1"}] | /tiers/1/upTo | 8 (expected: more than 9
          no last tier    | "model":"GRADUATED","tiers":[{"upTo":"9","unitPrice":"2"}] | /tiers/0/upTo | 9 (expected: none on the last tier
          a negative tier | "model":"VOLUME","tiers":[{"unitPrice":"-0.01"}] | /tiers/0/unitPrice | -0.01 (expected: a decimal of at least 0
          zero per        | "model":"PER_UNIT","unitPrice":"1","per":"0" | /per | 0 (expected: a quantity of more than 0
          negative price  | "model":"PER_UNIT","unitPrice":"-1" | /unitPrice | -1 (expected: a decimal of at least 0
          endless price   | "model":"PER_UNIT","unitPrice":"1","per":"3" | /per | 3 (expected: one that divides unitPrice 1
          unknown model   | "model":"FLAT","unitPrice":"1" | /model | FLAT (expected: PER_UNIT, GRADUATED or VOLUME
          """)
  void refusesAPriceThatCannotBeBilled(String what, String price, String pointer, String detail) {
    create();

    var refused = sku(onDemand(what, item)
        .replace(
            "\"model\":\"PER_UNIT\",\"currency\":\"CNY\",\"unitPrice\":\"0.045\"",
            "\"currency\":\"CNY\"," + price));

    assertRefused(refused, "/items/0/price" + pointer, detail);
  }

  @Test
  void refusesItemsInTwoCurrencies() {
    create();

    var refused = sku("""
        {"skuCode":"two-%1$s","chargingMode":"ON_DEMAND","items":[
         {"productId":"%1$s","name":"SMS","unit":"message","cycle":"HOURLY",
          "price":{"model":"PER_UNIT","currency":"CNY","unitPrice":"1"}},
         {"productId":"%1$s-eur","name":"MMS","unit":"message","cycle":"DAILY",
          "price":{"model":"PER_UNIT","currency":"EUR","unitPrice":"1"}}]}""".formatted(item));

    assertRefused(refused, "/items/1/price/currency", "EUR (expected: CNY");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          another currency | "CNY" | "EUR" | /price/currency | EUR (expected: CNY, as for item
          a long reset     | "YEARLY","validity":"P1Y" | "YEARLY","validity":"P6M" | /reset | YEARLY (expected: one that is not longer than validity P6M
          no validity      | "P1Y" | "P0D" | /validity | P0D (expected: a calendar length
          too much         | "1000" | "100000000000.0001" | /contents/0/quantity | 100000000000.0001 (expected: a smaller number
          """)
  void refusesAPackageThatCannotBeBilled(
      String what, String sound, String unsound, String pointer, String detail) {
    create();
    sku(onDemand("ppu", item)).expectStatus().isCreated();
    var definition = """
        {"skuCode":"pkg-%1$s","chargingMode":"ON_DEMAND_PKG","productId":"pkg-%1$s",
         "contents":[{"productId":"%1$s","quantity":"1000"}],
         "reset":"YEARLY","validity":"P1Y","price":{"currency":"CNY","amount":"40"}}""".formatted(item);

    var refused = sku(definition.replace(sound, unsound));

    assertRefused(refused, pointer, detail);
    sku(definition).expectStatus().isCreated();
  }

  private static void assertRefused(ResponseSpec refused, String pointer, String detail) {
    refused
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.errors.length()")
        .isEqualTo(1)
        .jsonPath("$.errors[0].pointer")
        .isEqualTo(pointer)
        .jsonPath("$.errors[0].detail")
        .value(String.class, text -> assertThat(text).startsWith(detail));
  }

  @Test
  void leavesNothingBehindWhenAProductIdIsTaken() {
    create();
    sku(onDemand("first", item)).expectStatus().isCreated();

    sku(onDemand("second", item)).expectStatus().isEqualTo(409);

    operator()
        .get()
        .uri("/ops/v1/products/{code}/skus", productCode)
        .exchange()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1);
  }

  private ResponseSpec create() {
    return post("/ops/v1/products", product(productCode, isvId));
  }

  private ResponseSpec sku(String body) {
    return post("/ops/v1/products/" + productCode + "/skus", body);
  }

  private ResponseSpec post(String path, String body) {
    return operator()
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }

  private static String product(String productCode, String isvId) {
    return """
        {"productCode":"%s","isvId":"%s","name":"Demo SMS",
         "productionUrl":"https://sms.example.com/produce","interfaceVersion":"V2",
         "category":"GENERAL","supervised":false,
         "exhaustion":{"action":"FREEZE","retention":"P7D"},"overQuota":"CAP",
         "platformFeePercent":"5"}""".formatted(productCode, isvId);
  }

  private static String onDemand(String stem, String item) {
    return """
        {"skuCode":"%s-%s","chargingMode":"ON_DEMAND","items":[{"productId":"%s","name":"SMS",
         "unit":"message","cycle":"HOURLY",
         "price":{"model":"PER_UNIT","currency":"CNY","unitPrice":"0.045"}}]}""".formatted(stem, item, item);
  }
}
