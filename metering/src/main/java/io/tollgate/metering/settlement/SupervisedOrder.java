package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.Supervision;

/** An order as supervision sees it. */
public record SupervisedOrder(
    long orderNo, String orderId, boolean isSupervised, Supervision state) {}
