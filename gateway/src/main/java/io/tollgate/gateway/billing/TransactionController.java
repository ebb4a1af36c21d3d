package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.SaleBook;
import io.tollgate.metering.settlement.TransactionFilter;
import io.tollgate.metering.settlement.Transactions;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Everything sold, billed or not (已出账/未出账). */
@RestController
final class TransactionController {

  private final SaleBook sales;
  private final Transactions transactions;
  private final FeedReply reply;
  private final JsonMapper json;

  TransactionController(
      SaleBook sales, Transactions transactions, FeedReply reply, JsonMapper json) {
    this.sales = sales;
    this.transactions = transactions;
    this.reply = reply;
    this.json = json;
  }

  @GetMapping("/billing/v1/transactions")
  Mono<Void> transactions(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String month,
      @RequestParam(required = false) @Nullable String isvId,
      @RequestParam(required = false) @Nullable String state) {
    var query = FeedQuery.of(FeedName.TRANSACTIONS, exchange);
    var filter =
        new TransactionFilter(BillingMonth.parseIfGiven("month", month), isvId, isBilled(state));
    return sales
        .bringUpToDate()
        .then(Mono.defer(() -> FeedQuery.asksFor(exchange, FeedReply.CSV)
            ? reply.writeCsv(
                exchange,
                query,
                transactions,
                filter,
                TransactionView.CSV_HEADER,
                transaction -> TransactionView.of(transaction).csv())
            : reply.write(
                exchange,
                query,
                transactions,
                filter,
                transaction -> json.writeValueAsString(TransactionView.of(transaction)))));
  }

  private static @Nullable Boolean isBilled(@Nullable String state) {
    return switch (state) {
      case null -> null;
      case "BILLED" -> true;
      case "UNBILLED" -> false;
      default ->
        throw Problem.invalid("state", "state: " + state + " (expected: BILLED or UNBILLED)")
            .asException();
    };
  }
}
