package io.tollgate.metering.instance;

import io.tollgate.metering.delivery.Generation;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.standing.CustomerLevel;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its changes need it, read under lock.
 *
 * @param instanceId as the ISV named it; null until then
 * @param quantity how many were bought
 * @param periods how many periods were bought
 * @param validityFrom what the periods bought are counted from: the activation, or the moment a
 *     trial became formal
 * @param license whether the product is delivered as a licence code
 * @param licenseCalls whether the ISV wants to be told of a licence's changes
 */
public record Instance(
    long instanceNo,
    @Nullable String instanceId,
    InstanceKind kind,
    int isvNo,
    int customerNo,
    int productNo,
    int skuNo,
    int itemNo,
    long orderNo,
    String orderId,
    String orderLineId,
    boolean trial,
    int quantity,
    int periods,
    InstanceState state,
    long version,
    @Nullable Instant activatedAt,
    @Nullable Instant validityFrom,
    @Nullable Instant frozenAt,
    @Nullable Instant expireTime,
    Generation generation,
    boolean license,
    boolean licenseCalls,
    CustomerLevel customerLevel,
    Instant orderedAt) {

  /** Whether it is in service or could be again. */
  public boolean isLive() {
    return state instanceof InstanceState.Active || state instanceof InstanceState.Frozen;
  }
}
