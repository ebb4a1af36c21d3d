package io.tollgate.rules.instance;

import java.time.Instant;

/** What a change of state asks of the world; written down with the change, carried out later. */
public sealed interface Effect {

  /** Call the ISV's production interface. */
  record TellIsv(Call call) implements Effect {}

  /** What the ISV is told. */
  enum Call {
    FREEZE,
    UNFREEZE,
    RELEASE
  }

  /** Start everything that is counted from the activation: validity, reset periods, quotas. */
  record StartService() implements Effect {}

  /** Give the whole price back. */
  record RefundInFull() implements Effect {}

  /** Release the instance at {@code at}, unless the reason is lifted before. */
  record ScheduleRelease(FreezeReason reason, Instant at) implements Effect {}

  /** Forget the release that was scheduled for this reason, if any. */
  record CancelRelease(FreezeReason reason) implements Effect {}

  /** Notify whoever listens. */
  record Announce(Announcement announcement) implements Effect {}

  /** The event types of contract 3.8 that a change of state raises. */
  enum Announcement {
    FROZEN("instance.frozen"),
    UNFROZEN("instance.unfrozen"),
    RELEASED("instance.released"),
    ORDER_REFUNDED("order.refunded");

    private final String type;

    Announcement(String type) {
      this.type = type;
    }

    public String type() {
      return type;
    }
  }
}
