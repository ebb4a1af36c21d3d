package io.tollgate.gateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;

/** Shapes and refusals of everything around statements, corrections and reconciliation. */
class BillingSideIT extends BillingFaceIT {

  private static final String CORRECTION = """
      {"isvId":"isv-none","meteringSn":"sn-none","quantity":"%s","reason":"wrong"}""";

  @Test
  void settlesAMonthWithNothingToBill() {
    send("/ops/v1/settlements/202001", "", 200).json("""
        {"month":"202001","statements":[]}""");
    get("/billing/v1/statements?month=202001", 200).jsonPath("$.items").isEmpty();
  }

  @Test
  void refusesMonthsThatAreNoneOrNotOver() {
    problem(send("/ops/v1/settlements/2020-01", "", 400), "invalid-request");
    problem(send("/ops/v1/settlements/202013", "", 400), "invalid-request");
    problem(send("/ops/v1/settlements/299901", "", 422), "unprocessable");
    problem(get("/billing/v1/statements?month=January", 400), "invalid-request");
  }

  /** The order was paid and took effect in March 2020, months before anything else here. */
  @Test
  void keepsAMonthOnceAStatementOfItAdvanced() throws SQLException {
    var orderId =
        order(monthly(product(seller(), Map.of())), Map.of()).get("orderId").asString();
    sql(
        "UPDATE marketplace_order SET state = 'ACTIVE', effective_at = '2020-03-10' WHERE order_id = ?",
        orderId);
    var statement = post("/ops/v1/settlements/202003", "", 200).at("/statements/0");
    var statementId = statement.get("statementId").asString();
    post("/ops/v1/statements/" + statementId + "/advance", "{\"to\":\"COUNTERSIGN\"}", 200);

    var kept = post("/ops/v1/settlements/202003", "", 409);
    var skipped = post("/ops/v1/statements/" + statementId + "/advance", "{\"to\":\"PAID\"}", 409);
    var tooLittle = post(
        "/ops/v1/statements/" + statementId + "/advance", "{\"to\":\"PAYMENT_REQUESTED\"}", 409);

    assertThat(statement.get("total").asString()).isEqualTo("94.05");
    assertThat(kept.get("detail").asString())
        .contains(statementId, "what is wrong on it is put right on the next month's");
    assertThat(skipped.get("detail").asString()).contains("expected: PAYMENT_REQUESTED");
    assertThat(tooLittle.get("detail").asString()).contains("at least 1000 CNY");
    assertThat(body("transactions?month=202003", MediaType.APPLICATION_NDJSON))
        .contains("\"orderId\":\"" + orderId, "\"state\":\"BILLED\"", "\"reason\":null");
  }

  @Test
  void knowsOnlyAccountsThatWerePostedTo() {
    problem(get("/billing/v1/accounts/customer:nobody", 404), "not-found");
    problem(get("/billing/v1/accounts?kind=bank", 400), "invalid-request");
    problem(get("/billing/v1/statements/202001-none-CNY/page", 404), "not-found");
  }

  @Test
  void knowsOnlyStatementsOrdersAndRecordsThatExist() {
    problem(get("/billing/v1/statements/202001-none-CNY", 404), "not-found");
    problem(get("/billing/v1/statements/202001-none-CNY/lines", 404), "not-found");
    problem(
        send("/ops/v1/statements/202001-none-CNY/advance", "{\"to\":\"PAID\"}", 404), "not-found");
    problem(send("/ops/v1/orders/none/supervision", "{\"step\":\"SUBMIT\"}", 404), "not-found");
    problem(send("/ops/v1/corrections", CORRECTION.formatted("1"), 404), "not-found");
    problem(send("/ops/v1/corrections?preview=true", CORRECTION.formatted("0"), 404), "not-found");
    problem(ops("/ops/v1/usage-records/isv-none/sn-none", 404), "not-found");
  }

  @Test
  void refusesWhatItCannotRead() {
    problem(send("/ops/v1/corrections", CORRECTION.formatted("-1"), 400), "invalid-request");
    problem(send("/ops/v1/corrections", CORRECTION.formatted("1.00001"), 400), "invalid-request");
    problem(send("/ops/v1/corrections", "{\"isvId\":\"i\",\"sn\":\"s\"}", 400), "unknown-member");
    problem(send("/ops/v1/orders/none/supervision", "{\"step\":\"JUMP\"}", 400), "invalid-request");
    problem(get("/billing/v1/transactions?state=MAYBE", 400), "invalid-request");
    problem(
        get("/billing/v1/reconciliation?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", 400),
        "invalid-request");
  }

  @Test
  void writesTransactionsAsCsvWithAMarkForExcelWhereAsked() {
    assertThat(csvText("/billing/v1/transactions?month=202001"))
        .isEqualTo("lineId,kind,orderId,orderLineId,instanceId,productId,quantity,amount,currency,"
            + "month,state,statementId,reason\r\n");
    assertThat(csvText("/billing/v1/transactions?month=202001&bom=true"))
        .startsWith("\uFEFFlineId");
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

  private BodyContentSpec send(String uri, String body, int status) {
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

  private String csvText(String uri) {
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
