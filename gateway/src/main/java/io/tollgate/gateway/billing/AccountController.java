package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.feed.AccountBalances;
import io.tollgate.metering.feed.AccountFilter;
import io.tollgate.metering.reconciliation.Books;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The journal's accounts as they stand, and their trial balance. */
@RestController
@RequestMapping("/billing/v1")
final class AccountController {

  /** Nobody has money in so many currencies. */
  private static final int MOST_CURRENCIES = 1_000;

  private final AccountBalances accounts;
  private final Books books;
  private final FeedReply reply;
  private final JsonMapper json;

  AccountController(AccountBalances accounts, Books books, FeedReply reply, JsonMapper json) {
    this.accounts = accounts;
    this.books = books;
    this.reply = reply;
    this.json = json;
  }

  @GetMapping("/accounts")
  Mono<Void> accounts(
      ServerWebExchange exchange, @RequestParam(required = false) @Nullable String kind) {
    var query = FeedQuery.of(FeedName.ACCOUNTS, exchange);
    return reply.write(
        exchange,
        query,
        accounts,
        new AccountFilter(null, known(kind)),
        account -> json.writeValueAsString(AccountViews.BalanceView.of(account)));
  }

  private static @Nullable String known(@Nullable String kind) {
    return switch (kind) {
      case null -> null;
      case "customer", "isv", "platform" -> kind;
      default ->
        throw Problem.invalid("kind", "kind: " + kind + " (expected: customer, isv or platform)")
            .asException();
    };
  }

  /** What one account holds; the entries behind it are the journal's with this account. */
  @GetMapping("/accounts/{account}")
  Mono<AccountViews.AccountView> account(@PathVariable String account) {
    return accounts
        .read(new AccountFilter(account, null), 0, MOST_CURRENCIES)
        .filter(balances -> !balances.isEmpty())
        .map(balances -> AccountViews.AccountView.of(account, balances))
        .switchIfEmpty(Mono.error(() -> Problem.notFound(
                "account",
                account + "; accounts are customer:{id}, isv:{id}, platform:fee, platform:cash and"
                    + " platform:suspense, and each appears with its first posting")
            .asException()));
  }

  @GetMapping("/trial-balance")
  Mono<AccountViews.TrialBalanceView> trialBalance() {
    return books.trialBalance().map(AccountViews.TrialBalanceView::of);
  }
}
