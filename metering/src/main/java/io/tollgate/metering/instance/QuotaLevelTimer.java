package io.tollgate.metering.instance;

import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.instance.Slots.QuotaLevel;
import io.tollgate.metering.timer.Timer;
import io.tollgate.metering.timer.TimerHandler;
import io.tollgate.rules.quantity.Quantity;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A stop-before-excess quota passed 80 % or 95 %, or is full. */
@Component
final class QuotaLevelTimer implements TimerHandler {

  private static final int FULL_PERCENT = 100;

  private final Slots slots;
  private final SlotExhaustion exhaustion;
  private final Events events;

  QuotaLevelTimer(Slots slots, SlotExhaustion exhaustion, Events events) {
    this.slots = slots;
    this.exhaustion = exhaustion;
    this.events = events;
  }

  @Override
  public String kind() {
    return InstanceTimers.QUOTA_LEVEL;
  }

  @Override
  public Mono<Void> fire(Timer timer) {
    var colon = timer.subject().indexOf(':');
    var quotaNo = Long.parseLong(timer.subject().substring(0, colon));
    var percent = Integer.parseInt(timer.subject().substring(colon + 1));
    return slots
        .quota(quotaNo)
        .flatMap(quota -> percent >= FULL_PERCENT
            ? exhaustion.assess(quota.slotNo())
            : events.raise(threshold(quota, percent)));
  }

  private static Event threshold(QuotaLevel quota, int percent) {
    return new Event(
        EventType.QUOTA_THRESHOLD,
        quota.isvNo(),
        quota.customerNo(),
        quota.packageNo(),
        Map.of(
            "productId", quota.productId(),
            "packageInstanceId", quota.packageInstanceId(),
            "percent", percent,
            "granted", new Quantity(quota.grantedUnits()).toString(),
            "used", new Quantity(quota.drawnUnits()).toString()));
  }
}
