package io.tollgate.gateway.ops;

import io.tollgate.metering.instance.InstanceKind;
import io.tollgate.metering.instance.InstanceView;
import io.tollgate.metering.instance.InstanceView.QuotaView;
import io.tollgate.metering.instance.InstanceView.UsageView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An instance, with its quantities as text. */
public record InstanceAnswer(
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
    List<Quota> quotas,
    List<Usage> usage) {

  public static InstanceAnswer of(InstanceView view) {
    return new InstanceAnswer(
        view.instanceId(),
        view.isvId(),
        view.customerId(),
        view.productCode(),
        view.skuCode(),
        view.productId(),
        view.orderId(),
        view.orderLineId(),
        view.kind(),
        view.state(),
        view.freezeReasons(),
        view.activatedAt(),
        view.frozenAt(),
        view.releaseAt(),
        view.expireTime(),
        view.lastUsageAt(),
        view.quotas().stream().map(Quota::of).toList(),
        view.usage().stream().map(Usage::of).toList());
  }

  /** A package's quota of one billing item. */
  public record Quota(
      String productId,
      Instant from,
      Instant to,
      String granted,
      String used,
      String remaining,
      @Nullable Instant exhaustsAt) {

    static Quota of(QuotaView quota) {
      return new Quota(
          quota.productId(),
          quota.from(),
          quota.to(),
          quota.granted().toString(),
          quota.used().toString(),
          quota.remaining().toString(),
          quota.exhaustsAt());
    }
  }

  /** What was used of one billing item. */
  public record Usage(
      String productId, String total, String onDemand, String deducted, String overage) {

    static Usage of(UsageView usage) {
      return new Usage(
          usage.productId(),
          usage.total().toString(),
          usage.onDemand().toString(),
          usage.deducted().toString(),
          usage.overage().toString());
    }
  }
}
