package io.tollgate.metering.arrears;

import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A customer's grace or retention is over. */
@Component
final class TermTimer implements TimerHandler {

  static final String KIND = "CUSTOMER_TERM";

  private final CustomerStanding standing;

  TermTimer(CustomerStanding standing) {
    this.standing = standing;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    return standing.timeReached(timer.subject(), timer.dueAt());
  }
}
