package io.tollgate.gateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;

/** Shapes and refusals of everything around statements, corrections and reconciliation. */
class BillingSideIT extends GatewayIT {

  private static final String CORRECTION = """
      {"isvId":"isv-none","meteringSn":"sn-none","quantity":"%s","reason":"wrong"}""";

  @Test
  void settlesAMonthWithNothingToBill() {
    post("/ops/v1/settlements/202001", "", 200).json("""
        {"month":"202001","statements":[]}""");
    get("/billing/v1/statements?month=202001", 200).jsonPath("$.items").isEmpty();
  }

  @Test
  void refusesMonthsThatAreNoneOrNotOver() {
    problem(post("/ops/v1/settlements/2020-01", "", 400), "invalid-request");
    problem(post("/ops/v1/settlements/202013", "", 400), "invalid-request");
    problem(post("/ops/v1/settlements/299901", "", 422), "unprocessable");
    problem(get("/billing/v1/statements?month=January", 400), "invalid-request");
  }

  @Test
  void knowsOnlyStatementsOrdersAndRecordsThatExist() {
    problem(get("/billing/v1/statements/202001-none-CNY", 404), "not-found");
    problem(get("/billing/v1/statements/202001-none-CNY/lines", 404), "not-found");
    problem(
        post("/ops/v1/statements/202001-none-CNY/advance", "{\"to\":\"PAID\"}", 404), "not-found");
    problem(post("/ops/v1/orders/none/supervision", "{\"step\":\"SUBMIT\"}", 404), "not-found");
    problem(post("/ops/v1/corrections", CORRECTION.formatted("1"), 404), "not-found");
    problem(post("/ops/v1/corrections?preview=true", CORRECTION.formatted("0"), 404), "not-found");
    problem(ops("/ops/v1/usage-records/isv-none/sn-none", 404), "not-found");
  }

  @Test
  void refusesWhatItCannotRead() {
    problem(post("/ops/v1/corrections", CORRECTION.formatted("-1"), 400), "invalid-request");
    problem(post("/ops/v1/corrections", CORRECTION.formatted("1.00001"), 400), "invalid-request");
    problem(post("/ops/v1/corrections", "{\"isvId\":\"i\",\"sn\":\"s\"}", 400), "unknown-member");
    problem(post("/ops/v1/orders/none/supervision", "{\"step\":\"JUMP\"}", 400), "invalid-request");
    problem(get("/billing/v1/transactions?state=MAYBE", 400), "invalid-request");
    problem(
        get("/billing/v1/reconciliation?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400),
        "invalid-request");
  }

  @Test
  void writesTransactionsAsCsvWithAMarkForExcelWhereAsked() {
    assertThat(csv("/billing/v1/transactions?month=202001"))
        .isEqualTo("lineId,kind,orderId,orderLineId,instanceId,productId,quantity,amount,currency,"
            + "month,state,statementId,reason\r\n");
    assertThat(csv("/billing/v1/transactions?month=202001&bom=true")).startsWith("\uFEFFlineId");
  }

  @Test
  void findsNoDifferenceWhereNothingHappened() {
    get("/billing/v1/reconciliation?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z", 200)
        .json("""
        {"cycles":[],"differences":[]}""");
  }

  @Test
  void listsUsageRecordsOfAnIsvThatHasNone() {
    ops("/ops/v1/usage-records?isvId=isv-none", 200)
        .jsonPath("$.items")
        .isEmpty()
        .jsonPath("$.hasMore")
        .isEqualTo(false);
  }

  private BodyContentSpec get(String uri, int status) {
    return exchange(billing(), HttpMethod.GET, uri, "", status);
  }

  private BodyContentSpec ops(String uri, int status) {
    return exchange(operator(), HttpMethod.GET, uri, "", status);
  }

  private BodyContentSpec post(String uri, String body, int status) {
    return exchange(operator(), HttpMethod.POST, uri, body, status);
  }

  private static BodyContentSpec exchange(
      WebTestClient caller, HttpMethod method, String uri, String body, int status) {
    return caller
        .method(method)
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectBody();
  }

  private static void problem(BodyContentSpec answer, String name) {
    answer.jsonPath("$.type").isEqualTo("urn:tollgate:problem:" + name);
  }

  private String csv(String uri) {
    var body = billing()
        .get()
        .uri(uri)
        .accept(new MediaType("text", "csv"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    return body == null ? "" : body;
  }
}
