package io.tollgate.metering.instance;

import io.tollgate.rules.quota.Grant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Slots and their quotas. All calls join the caller's transaction. */
public interface Slots {

  /** The slot of a customer's billing item, made where it is missing, locked, its version grown. */
  Mono<Slot> open(int customerNo, String productId);

  /** Adds a package's grants for this slot's item. */
  Mono<Void> grant(
      Slot slot, long packageNo, List<Grant> grants, boolean stopBeforeExcess, Instant purchasedAt);

  /** Ends a package's quotas at {@code at}; emits the slots it drew for, locked. */
  Flux<Slot> endPackage(long packageNo, Instant at);

  /** The slot, locked until the transaction ends. */
  Mono<Slot> lock(long slotNo);

  /** What the slot can draw stop-before-excess at {@code now}. To be asked under the lock. */
  Mono<StopBeforeExcess> stopBeforeExcess(long slotNo, Instant now);

  /** Sets or clears the moment from which the slot is exhausted. */
  Mono<Void> exhausted(long slotNo, @Nullable Instant at);

  /** A quota that passed a level; empty when there is none. */
  Mono<QuotaLevel> quota(long quotaNo);

  /**
   * A customer's billing item.
   *
   * @param exhaustedAt since when nothing stop-before-excess can be drawn; null when it can, or
   *     when there never was such a package
   * @param freezes whether the product's policy is to freeze on exhaustion
   * @param retention ISO 8601: how long a frozen instance waits for a new package
   */
  record Slot(
      long slotNo,
      int customerNo,
      int itemNo,
      int isvNo,
      String productId,
      @Nullable Instant exhaustedAt,
      boolean freezes,
      String retention) {}

  /**
   * @param ever whether the slot has had a package whose time has begun
   * @param usable whether one can be drawn from now
   */
  record StopBeforeExcess(boolean ever, boolean usable) {}

  /** A quota with what its events say. */
  record QuotaLevel(
      long slotNo,
      int isvNo,
      int customerNo,
      long packageNo,
      String packageInstanceId,
      String productId,
      boolean stopBeforeExcess,
      long grantedUnits,
      long drawnUnits) {}
}
