package io.tollgate.loadtest.fleet;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One customer of a fleet: a pay-per-use instance and a stop-before-excess package to draw from.
 * Thread-safe.
 */
public final class Member {

  private final String customerId;
  private final String orderId;
  private final String instanceId;
  private final String packageInstanceId;
  private final Instant activatedAt;
  private final AtomicLong windows = new AtomicLong();

  public Member(
      String customerId,
      String orderId,
      String instanceId,
      String packageInstanceId,
      Instant activatedAt) {
    this.customerId = customerId;
    this.orderId = orderId;
    this.instanceId = instanceId;
    this.packageInstanceId = packageInstanceId;
    this.activatedAt = activatedAt;
  }

  public String customerId() {
    return customerId;
  }

  /** The order of the pay-per-use instance. */
  public String orderId() {
    return orderId;
  }

  public String instanceId() {
    return instanceId;
  }

  public String packageInstanceId() {
    return packageInstanceId;
  }

  public Instant activatedAt() {
    return activatedAt;
  }

  /** Counts the windows given out; no two records of an instance may have the same one. */
  long nextWindow() {
    return windows.getAndIncrement();
  }
}
