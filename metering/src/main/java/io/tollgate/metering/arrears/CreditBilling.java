package io.tollgate.metering.arrears;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.settlement.MonthSettled;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import java.time.Instant;
import java.time.YearMonth;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A settled month is a bill to those who use on credit. The bill is written with the settlement;
 * what follows for a customer's standing has a transaction of its own, right after the commit.
 */
@Component
final class CreditBilling implements MonthSettled, TimerHandler {

  private static final String KIND = "CUSTOMER_MONTH_BILLED";

  private final StandingStore standings;
  private final CustomerStanding standing;
  private final BusinessClock clock;

  CreditBilling(StandingStore standings, CustomerStanding standing, BusinessClock clock) {
    this.standings = standings;
    this.standing = standing;
    this.clock = clock;
  }

  @Override
  public Mono<Void> settled(YearMonth month, Instant at) {
    return standings.billMonth(month, clock.zone(), at, KIND);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    return standing.monthBilled(timer.subject(), timer.dueAt());
  }
}
