package io.tollgate.metering.license;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A licence as it is now.
 *
 * @param received whether the customer has it: under service supervision only once it is delivered
 * @param orderedAt before which it cannot have been in use
 * @param activatedAt null while it is issued
 * @param expireTime null while it is issued, or without end
 * @param lastHeartbeat null before the first
 */
public record License(
    String code,
    long instanceNo,
    int isvNo,
    LicenseState state,
    boolean received,
    String orderId,
    String productId,
    int quantity,
    Instant orderedAt,
    @Nullable Instant activatedAt,
    @Nullable Instant expireTime,
    @Nullable Heartbeat lastHeartbeat) {

  /** A sign of use, as the ISV's system told it. */
  public record Heartbeat(
      Instant at,
      @Nullable String thirdPartyAccount,
      @Nullable String ip) {}
}
