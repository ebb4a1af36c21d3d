package io.tollgate.gateway.ops;

import io.tollgate.gateway.ops.CustomerRequests.CustomerAnswer;
import io.tollgate.gateway.ops.CustomerRequests.EntryAnswer;
import io.tollgate.gateway.ops.CustomerRequests.Open;
import io.tollgate.gateway.ops.CustomerRequests.Repayment;
import io.tollgate.gateway.ops.CustomerRequests.RepaymentAnswer;
import io.tollgate.gateway.ops.CustomerRequests.TopUp;
import io.tollgate.gateway.ops.CustomerRequests.TopUpAnswer;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.account.AccountEntry;
import io.tollgate.metering.account.CustomerAccount;
import io.tollgate.metering.account.Customers;
import io.tollgate.metering.account.PaidIn;
import io.tollgate.metering.arrears.Repayments;
import io.tollgate.metering.arrears.TopUps;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.standing.CustomerType;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.YearMonth;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Customers and their money (contract 3.3). */
@RestController
@RequestMapping("/ops/v1/customers")
class CustomerController {

  private final Customers customers;
  private final TopUps topUps;
  private final Repayments repayments;
  private final BusinessClock clock;

  CustomerController(
      Customers customers, TopUps topUps, Repayments repayments, BusinessClock clock) {
    this.customers = customers;
    this.topUps = topUps;
    this.repayments = repayments;
    this.clock = clock;
  }

  @PostMapping
  Mono<ResponseEntity<CustomerAnswer>> open(@Valid @RequestBody Open request) {
    return customers
        .open(request.customer())
        .map(account ->
            ResponseEntity.created(at(request.customerId())).body(CustomerAnswer.of(account)))
        .switchIfEmpty(Mono.error(() -> Problem.conflict(
                "customerId: " + request.customerId() + " (expected: one that is not taken)")
            .asException()));
  }

  @GetMapping
  Mono<Page<CustomerAnswer>> list(PageQuery page) {
    return customers
        .list(page.after(), page.fetchLimit())
        .map(accounts -> Page.of(accounts, page, account -> account.customer().customerNo())
            .map(CustomerAnswer::of));
  }

  @GetMapping("/{customerId}")
  Mono<CustomerAnswer> read(@PathVariable String customerId) {
    return find(customerId).map(CustomerAnswer::of);
  }

  /** The same payment sent again is answered with 200 instead of 201, and paid once. */
  @PostMapping("/{customerId}/top-ups")
  Mono<ResponseEntity<TopUpAnswer>> topUp(
      @PathVariable String customerId, @Valid @RequestBody TopUp request) {
    return topUps
        .pay(customerId, request.decimal(), request.reference())
        .map(outcome -> switch (outcome) {
          case PaidIn.Paid(var account) ->
            ResponseEntity.status(HttpStatus.CREATED).body(TopUpAnswer.of(account, request));
          case PaidIn.Repeated(var account) -> ResponseEntity.ok(TopUpAnswer.of(account, request));
          case PaidIn.ReferenceReused(var reference, var paid) ->
            throw Problem.conflict("reference: " + reference + " (expected: another one, as " + paid
                    + " was paid under it)")
                .asException();
        })
        .switchIfEmpty(unknownCustomer(customerId));
  }

  @GetMapping("/{customerId}/journal")
  Mono<Page<EntryAnswer>> journal(@PathVariable String customerId, PageQuery page) {
    return find(customerId)
        .flatMap(account -> customers.entries(customerId, page.after(), page.fetchLimit()))
        .map(entries -> Page.of(entries, page, AccountEntry::entryNo).map(EntryAnswer::of));
  }

  @PostMapping("/{customerId}/repayments")
  Mono<ResponseEntity<RepaymentAnswer>> repay(
      @PathVariable String customerId, @Valid @RequestBody Repayment request) {
    var month = request.asYearMonth();
    if (month.isAfter(YearMonth.from(clock.now().atZone(clock.zone())))) {
      throw Problem.unprocessable(List.of(new FieldFault(
              "/month", "month: " + request.month() + " (expected: one that has begun)")))
          .asException();
    }
    return find(customerId)
        .filter(account -> account.customer().type() == CustomerType.CREDIT)
        .switchIfEmpty(Mono.error(() -> Problem.conflict(
                "type: PREPAID (expected: a CREDIT customer; a prepaid one tops up instead)")
            .asException()))
        .flatMap(account -> repayments.repay(customerId, month))
        .map(customer -> ResponseEntity.status(HttpStatus.CREATED)
            .body(new RepaymentAnswer(customerId, request.month())));
  }

  private Mono<CustomerAccount> find(String customerId) {
    return customers.find(customerId).switchIfEmpty(unknownCustomer(customerId));
  }

  private static URI at(String customerId) {
    return URI.create("/ops/v1/customers/" + customerId);
  }

  private static <T> Mono<T> unknownCustomer(String customerId) {
    return Mono.error(() -> Problem.notFound("customer", customerId).asException());
  }
}
