package io.tollgate.gateway.ops;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
