package io.tollgate.metering.instance;

import org.jspecify.annotations.Nullable;

/**
 * Why an instance changes, for its timeline and the feed.
 *
 * @param reason one upper-case word of the field: PROVISIONED, EXHAUSTED, UNSUBSCRIBED and so on
 * @param orderId the order behind it that the ISV is told; null where there is none
 */
public record ChangeCause(
    String reason, @Nullable String orderId, @Nullable String orderLineId) {

  public static ChangeCause of(String reason) {
    return new ChangeCause(reason, null, null);
  }

  public static ChangeCause of(Enum<?> reason) {
    return of(reason.name());
  }
}
