package io.tollgate.metering.arrears;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import reactor.core.publisher.Mono;

/** Where customers' standings are kept. All calls join the caller's transaction. */
public interface StandingStore {

  /** The customer, locked until the transaction ends; empty when there is none. */
  Mono<Debtor> lock(String customerId);

  Mono<Void> update(int customerNo, Standing standing);

  /**
   * Notes that credit customers were billed what they have not repaid of {@code month} and before,
   * and sets a timer of {@code timerKind} for each whom this is new to. Its subject is the customer.
   */
  Mono<Void> billMonth(YearMonth month, ZoneId zone, Instant at, String timerKind);

  /**
   * A customer as the rules of arrears need it.
   *
   * @param owesMonth whether a month was billed that is not repaid; only of credit customers
   */
  record Debtor(
      int customerNo,
      String customerId,
      CustomerType type,
      CustomerLevel level,
      Standing standing,
      Money balance,
      boolean owesMonth) {}
}
