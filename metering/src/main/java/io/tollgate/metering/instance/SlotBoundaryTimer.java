package io.tollgate.metering.instance;

import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A reset period or a validity ended: what could be drawn before may not be now, or again. */
@Component
final class SlotBoundaryTimer implements TimerHandler {

  private final SlotExhaustion exhaustion;

  SlotBoundaryTimer(SlotExhaustion exhaustion) {
    this.exhaustion = exhaustion;
  }

  @Override
  public String kind() {
    return InstanceTimers.SLOT_BOUNDARY;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    return exhaustion.assess(Long.parseLong(timer.subject()));
  }
}
