package io.tollgate.metering.arrears;

import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A movement of money took a balance to the other side of zero. The journal writes the timer with
 * the movement, so that a collection of thousands does not have to wait for what follows.
 */
@Component
final class BalanceTimer implements TimerHandler {

  private final CustomerStanding standing;

  BalanceTimer(CustomerStanding standing) {
    this.standing = standing;
  }

  @Override
  public String kind() {
    return "CUSTOMER_BALANCE";
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    return standing.balanceMoved(timer.subject(), timer.dueAt());
  }
}
