package io.tollgate.metering.order;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to order.
 *
 * @param skuCode what to buy, or to change to
 * @param instanceId what a later order is about
 */
public record OrderRequest(
    OrderType orderType,
    @Nullable String customerId,
    @Nullable String skuCode,
    @Nullable String instanceId,
    int quantity,
    int periods) {}
