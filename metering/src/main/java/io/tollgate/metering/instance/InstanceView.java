package io.tollgate.metering.instance;

import io.tollgate.rules.quantity.Quantity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as it is shown (contract 3.4).
 *
 * @param instanceNo our own number, the position in lists
 */
public record InstanceView(
    long instanceNo,
    @Nullable String instanceId,
    String isvId,
    String customerId,
    String productCode,
    String skuCode,
    String productId,
    String orderId,
    String orderLineId,
    InstanceKind kind,
    String state,
    List<String> freezeReasons,
    @Nullable Instant activatedAt,
    @Nullable Instant frozenAt,
    @Nullable Instant releaseAt,
    @Nullable Instant expireTime,
    @Nullable Instant lastUsageAt,
    List<QuotaView> quotas,
    List<UsageView> usage) {

  public InstanceView {
    freezeReasons = List.copyOf(freezeReasons);
    quotas = List.copyOf(quotas);
    usage = List.copyOf(usage);
  }

  public InstanceView with(List<QuotaView> itsQuotas, List<UsageView> itsUsage) {
    return new InstanceView(
        instanceNo,
        instanceId,
        isvId,
        customerId,
        productCode,
        skuCode,
        productId,
        orderId,
        orderLineId,
        kind,
        state,
        freezeReasons,
        activatedAt,
        frozenAt,
        releaseAt,
        expireTime,
        lastUsageAt,
        itsQuotas,
        itsUsage);
  }

  /** The same with a later usage, if it is later. */
  public InstanceView lastUsedAt(Instant usedAt) {
    var known = lastUsageAt;
    return new InstanceView(
        instanceNo,
        instanceId,
        isvId,
        customerId,
        productCode,
        skuCode,
        productId,
        orderId,
        orderLineId,
        kind,
        state,
        freezeReasons,
        activatedAt,
        frozenAt,
        releaseAt,
        expireTime,
        known == null || usedAt.isAfter(known) ? usedAt : known,
        quotas,
        usage);
  }

  /**
   * One package's quota of one billing item, in its present or latest reset period.
   *
   * @param exhaustsAt when it will be empty at the rate of the last 24 hours; null when idle or empty
   */
  public record QuotaView(
      String productId,
      Instant from,
      Instant to,
      Quantity granted,
      Quantity used,
      @Nullable Instant exhaustsAt) {

    public Quantity remaining() {
      return granted.minus(used);
    }
  }

  /** What was used of one billing item since the activation. */
  public record UsageView(
      String productId, Quantity total, Quantity onDemand, Quantity deducted, Quantity overage) {}
}
