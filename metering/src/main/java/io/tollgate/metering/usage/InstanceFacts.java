package io.tollgate.metering.usage;

import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a usage record needs to know of an instance; a snapshot, never changed.
 *
 * @param isvSuspended its pushes are refused
 * @param state as {@code instance.state} names it
 * @param payPerUse usage may be pushed for it; false for packages, periods and one-time sales
 * @param rejectsOverQuota the product refuses what a package does not cover, instead of capping it
 * @param activatedAt null while it is being provisioned
 * @param freezes past and present, in order of time
 * @param releasedAt null while it lives
 */
public record InstanceFacts(
    long instanceNo,
    String instanceId,
    int isvNo,
    int customerNo,
    int itemNo,
    int productNo,
    boolean isvSuspended,
    boolean payPerUse,
    String state,
    boolean delisted,
    boolean rejectsOverQuota,
    Cycle cycle,
    @Nullable Instant activatedAt,
    List<Freeze> freezes,
    @Nullable Instant releasedAt) {

  public InstanceFacts {
    freezes = List.copyOf(freezes);
  }

  /**
   * A time in which the instance was frozen.
   *
   * @param until exclusive; null while it lasts
   */
  public record Freeze(Instant from, @Nullable Instant until) {}
}
