package io.tollgate.metering.arrears;

import io.tollgate.metering.account.CustomerAccount;
import io.tollgate.metering.account.Customers;
import io.tollgate.metering.account.PaidIn;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.standing.Standing;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Takes a customer's money and, where it makes good what was owed, restores the standing before it
 * answers. The payment commits first: a failure to restore does not undo it, and is made up for by
 * the timer that the journal wrote.
 */
@Service
public class TopUps {

  private static final Logger log = LoggerFactory.getLogger(TopUps.class);

  private final Customers customers;
  private final CustomerStanding standing;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  TopUps(
      Customers customers,
      CustomerStanding standing,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.customers = customers;
    this.standing = standing;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** As {@link Customers#topUp}. */
  public Mono<PaidIn> pay(String customerId, BigDecimal amount, String reference) {
    return customers.topUp(customerId, amount, reference).flatMap(this::restore);
  }

  private Mono<PaidIn> restore(PaidIn outcome) {
    if (!(outcome instanceof PaidIn.Paid(var account)) || !isMadeGood(account)) {
      return Mono.just(outcome);
    }
    var customerId = account.customer().customerId();
    return standing
        .balanceMoved(customerId, clock.now())
        .as(transaction::transactional)
        .then(customers.find(customerId))
        .<PaidIn>map(PaidIn.Paid::new)
        .onErrorResume(failure -> {
          log.warn("{}: the standing is restored later", customerId, failure);
          return Mono.just(outcome);
        });
  }

  private static boolean isMadeGood(CustomerAccount account) {
    return !(account.customer().standing() instanceof Standing.Good)
        && !account.balance().isNegative();
  }
}
