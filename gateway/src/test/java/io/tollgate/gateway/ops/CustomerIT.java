package io.tollgate.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.metering.account.Journal;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.transaction.reactive.TransactionalOperator;

class CustomerIT extends GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final String customerId = Names.fresh("c");

  @Autowired
  private Journal journal;

  @Autowired
  private TransactionalOperator transaction;

  @Autowired
  private BusinessClock clock;

  @Test
  void opensACustomerOnce() {
    open("V3", "PREPAID")
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.customerId")
        .isEqualTo(customerId)
        .jsonPath("$.balance")
        .isEqualTo("0.0000")
        .jsonPath("$.standing")
        .isEqualTo("GOOD")
        .jsonPath("$.graceEndsAt")
        .isEmpty();

    open("V3", "PREPAID").expectStatus().isEqualTo(409);
    open("V9", "PREPAID")
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/level");
  }

  @Test
  void paysATopUpOnceHoweverOftenItIsSent() {
    open("V0", "PREPAID");

    var statuses = IntStream.range(0, 8)
        .parallel()
        .mapToObj(attempt ->
            topUp("12.345", "pay-1").returnResult(String.class).getStatus().value())
        .toList();

    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(7);
    read().jsonPath("$.balance").isEqualTo("12.3450");
    topUp("13", "pay-1").expectStatus().isEqualTo(409);
    topUp("1", "pay-2").expectStatus().isCreated();
    read().jsonPath("$.balance").isEqualTo("13.3450");
  }

  @Test
  void refusesWhatIsNoPayment() {
    open("V0", "PREPAID");

    for (var amount : new String[] {"0", "-1", "1e3", "0.000000001", "x", "", "0.00"}) {
      topUp(amount, "pay")
          .expectStatus()
          .isBadRequest()
          .expectBody()
          .jsonPath("$.errors[0].pointer")
          .isEqualTo("/amount");
    }
    operator()
        .post()
        .uri("/ops/v1/customers/nobody/top-ups")
        .bodyValue(Map.of("amount", "1", "reference", "x"))
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @Test
  void showsTheJournalOfACustomerPageByPage() {
    open("V0", "PREPAID");
    topUp("10", "pay-1");
    topUp("20", "pay-2");

    operator()
        .get()
        .uri("/ops/v1/customers/{id}/journal?limit=1", customerId)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1)
        .jsonPath("$.hasMore")
        .isEqualTo(true)
        .jsonPath("$.items[0].kind")
        .isEqualTo("TOP_UP")
        .jsonPath("$.items[0].reference")
        .isEqualTo("pay-1")
        .jsonPath("$.items[0].postings[?(@.account=='customer:%s')].amount".formatted(customerId))
        .isEqualTo("10");
  }

  @Test
  void fallsBehindWhenUsageIsNotCoveredAndRecoversWhenItIsPaid() {
    open("V3", "PREPAID");
    topUp("1", "pay-1");

    charge("5");

    Awaitility.await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> read()
            .jsonPath("$.standing")
            .isEqualTo("GRACE")
            .jsonPath("$.graceEndsAt")
            .isNotEmpty()
            .jsonPath("$.balance")
            .isEqualTo("-4.0000"));
    topUp("3", "pay-2").expectStatus().isCreated();
    read().jsonPath("$.standing").isEqualTo("GRACE");
    topUp("1", "pay-3").expectStatus().isCreated();
    read().jsonPath("$.standing").isEqualTo("GOOD").jsonPath("$.graceEndsAt").isEmpty();
  }

  @Test
  void marksAMonthOfACreditCustomerAsRepaid() {
    open("V0", "CREDIT");

    repay("202001").expectStatus().isCreated();
    repay("202001").expectStatus().isCreated();
    repay("202013").expectStatus().isBadRequest();
    repay("299901").expectStatus().isEqualTo(422);
  }

  private ResponseSpec open(String level, String type) {
    return operator()
        .post()
        .uri("/ops/v1/customers")
        .bodyValue(Map.of(
            "customerId",
            customerId,
            "name",
            "Buyer",
            "level",
            level,
            "type",
            type,
            "currency",
            "CNY"))
        .exchange();
  }

  private ResponseSpec topUp(String amount, String reference) {
    return operator()
        .post()
        .uri("/ops/v1/customers/{id}/top-ups", customerId)
        .bodyValue(Map.of("amount", amount, "reference", reference))
        .exchange();
  }

  private ResponseSpec repay(String month) {
    return operator()
        .post()
        .uri("/ops/v1/customers/{id}/repayments", customerId)
        .bodyValue(Map.of("month", month))
        .exchange();
  }

  private BodyContentSpec read() {
    return operator()
        .get()
        .uri("/ops/v1/customers/{id}", customerId)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody();
  }

  private void charge(String amount) {
    var entry = JournalEntry.usage(customerId, Money.of(amount, "CNY"), "usage", clock.now());
    journal.post(entry).as(transaction::transactional).block(TIMEOUT);
  }
}
