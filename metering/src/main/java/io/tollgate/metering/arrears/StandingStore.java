package io.tollgate.metering.arrears;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import reactor.core.publisher.Mono;

/** Where customers' standings are kept. All calls join the caller's transaction. */
public interface StandingStore {

  /** The customer, locked until the transaction ends; empty when there is none. */
  Mono<Debtor> lock(String customerId);

  Mono<Void> update(int customerNo, Standing standing);

  /** A customer as the rules of arrears need it. */
  record Debtor(
      int customerNo,
      String customerId,
      CustomerType type,
      CustomerLevel level,
      Standing standing,
      Money balance) {}
}
