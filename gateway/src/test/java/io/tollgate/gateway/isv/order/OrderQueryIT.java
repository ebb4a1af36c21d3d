package io.tollgate.gateway.isv.order;

import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tollgate.gateway.Names;
import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.metering.order.OrderType;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

class OrderQueryIT extends IsvFaceIT {

  private static final String QUERY = "/api/mkp-openapi-public/global/v1/order/query";

  @Test
  void tellsAnIsvItsOwnOrder() throws SQLException {
    var seller = seller();
    var orderId = order(seller, "PERIOD");

    get(seller.calls(), QUERY + "?orderId=" + orderId + "&orderLineId=" + orderId + "-000001")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("""
            {"resultCode":"MKT.0000","resultMsg":"Success.","orderInfo":{"orderId":"%1$s","orderType":"NEW",
             "createTime":"20260101000000","extendParams":[],
             "buyerInfo":{"customerId":"c-%1$s","customerName":"Buyer"},
             "orderLine":[{"orderLineId":"%1$s-000001","chargingMode":"PERIOD","periodType":"month",
               "periodNumber":3,"currency":"297.00","currencyAfterDiscount":"297.00","extendParams":[],
               "productInfo":[{"productId":"pid-%1$s","skuCode":"sku-%1$s","linearValue":2,
                 "productName":"Product"}]}]}}
            """.formatted(orderId));
  }

  @Test
  void answersAnotherIsvsOrderAsOneThatDoesNotExist() throws SQLException {
    var orderId = order(seller(), "PERIOD");
    var other = seller();

    for (var asked : List.of(orderId, "CS-unknown")) {
      get(other.calls(), QUERY + "?orderId=" + asked)
          .expectStatus()
          .isBadRequest()
          .expectBody()
          .json("""
              {"resultCode":"MKT.0199",
               "resultMsg":"Request parameter error: orderId: %s (expected: an order of your products)"}
              """.formatted(asked));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MOCKPERIODYEARNEW, NEW, PERIOD",
    "MOCKONETIMENEW, NEW, ONE_TIME",
    "MOCKONDEMAND, NEW, ON_DEMAND",
    "MOCKONDEMANDPKG, NEW, ON_DEMAND_PKG",
    "MOCKPERIODDAYTRIAL, TRIAL, PERIOD",
    "MOCKMONTYTRIALTOFORMAL, TRIAL_TO_FORMAL, PERIOD",
    "MOCKMONTYUNSUBSCRIBE, UNSUBSCRIBE, PERIOD",
    "MOCKMONTYRENEW, RENEW, PERIOD",
    "MOCKMONTYCHANGE, CHANGE, PERIOD",
  })
  void hasEveryMockOrder(String orderId, String orderType, String chargingMode) {
    get(seller().calls(), QUERY + "?orderId=" + orderId)
        .expectStatus()
        .isOk()
        .expectBody()
        .json("""
            {"resultCode":"MKT.0000","orderInfo":{"orderId":"%1$s","orderType":"%2$s",
             "orderLine":[{"orderLineId":"%1$s-000001","chargingMode":"%3$s"}]}}
            """.formatted(orderId, orderType, chargingMode));
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    var calls = seller().calls();

    fails(get(calls, QUERY), 400, "MKT.0101");
    fails(get(calls, QUERY + "?orderId=" + "o".repeat(65)), 500, "MKT.0100");
    fails(get(calls, QUERY + "?orderId=MOCKONDEMAND&orderLineId=other"), 400, "MKT.0199");
  }

  @Test
  void provesEveryPartOfTheRequest() {
    var seller = seller();
    var calls = seller.calls();
    var uri = URI.create(address() + QUERY + "?orderId=MOCKONDEMAND");

    var other = URI.create(address() + QUERY + "?orderId=MOCKONDEMANDPKG");
    fails(with(other, calls.headers("GET", uri)), 401, "MKT.0154");
    fails(with(uri, calls.headers("POST", uri)), 401, "MKT.0154");
    fails(
        with(uri, new SignedCalls(calls.accessKeyId(), "guess").headers("GET", uri)),
        401,
        "MKT.0154");
    fails(with(uri, new SignedCalls("nobody", "guess").headers("GET", uri)), 401, "MKT.0154");
    fails(with(uri, new HttpHeaders()), 401, "MKT.0154");
    var stale = Instant.now().minus(Duration.ofMinutes(16));
    fails(with(uri, calls.headers("GET", uri, "", Map.of(), stale)), 401, "MKT.0154");
    var basic = key(seller.isvId(), "BASIC");
    fails(with(uri, basic.headers("GET", uri)), 401, "MKT.0151");
    suspend(seller);
    fails(with(uri, calls.headers("GET", uri)), 200, "94060010");
  }

  private ResponseSpec with(URI uri, HttpHeaders headers) {
    return anyone().get().uri(uri).headers(all -> all.addAll(headers)).exchange();
  }

  private static void fails(ResponseSpec response, int status, String code) {
    response
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.resultCode")
        .isEqualTo(code);
  }

  static Stream<Arguments> kindsOfOrders() {
    return Arrays.stream(OrderType.values())
        .flatMap(orderType -> Stream.of("ON_DEMAND", "ONE_TIME", "PERIOD", "ON_DEMAND_PKG")
            .map(chargingMode ->
                argumentSet(orderType + " " + chargingMode, orderType.name(), chargingMode)));
  }

  @ParameterizedTest
  @MethodSource("kindsOfOrders")
  void tellsEveryKindOfOrder(String orderType, String chargingMode) throws SQLException {
    var seller = seller();
    var orderId = order(seller, orderType, chargingMode);

    get(seller.calls(), QUERY + "?orderId=" + orderId)
        .expectStatus()
        .isOk()
        .expectBody()
        .json("""
        {"resultCode":"MKT.0000","orderInfo":{"orderId":"%s","orderType":"%s",
         "orderLine":[{"chargingMode":"%s"}]}}
        """.formatted(orderId, orderType, chargingMode));
  }

  private String order(Seller seller, String chargingMode) throws SQLException {
    return order(seller, "NEW", chargingMode);
  }

  private String order(Seller seller, String orderType, String chargingMode) throws SQLException {
    var orderId = Names.fresh("CS");
    sql("""
        WITH p AS (
          INSERT INTO product (product_code, isv_no, name, production_url, interface_version,
            category, created_at)
          SELECT 'p-' || o, isv_no, 'Product', 'https://isv.example.com', 'V2', 'GENERAL', now()
          FROM isv, (SELECT ?::text AS o) AS asked WHERE isv_id = ?
          RETURNING product_no),
        s AS (
          INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
          SELECT 'sku-' || ?, product_no, ?, '{"periodType":"month"}', now() FROM p
          RETURNING sku_no, product_no),
        c AS (
          INSERT INTO customer (customer_id, name, level, type, currency, created_at)
          VALUES ('c-' || ?, 'Buyer', 'V0', 'PREPAID', 'CNY', now()) RETURNING customer_no),
        o AS (
          INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
            quantity, periods, state, amount, currency, created_at)
          SELECT ?, ?, customer_no, product_no, sku_no, 2, 3, 'ACTIVE', 297.00, 'CNY',
            '2026-01-01T00:00:00Z' FROM s, c RETURNING order_no, order_id, sku_no)
        INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
        SELECT order_id || '-000001', order_no, sku_no, ARRAY['pid-' || order_id] FROM o
        """, orderId, seller.isvId(), orderId, chargingMode, orderId, orderId, orderType);
    return orderId;
  }
}
