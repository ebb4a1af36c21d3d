package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.SupervisedService;

/**
 * An order as supervision sees it.
 *
 * @param isvNo of the ISV whose product was ordered
 * @param isSupervised whether the product's orders are supervised at all
 * @param hasEnded whether the order failed or was given back: there is nothing left to supervise
 */
public record SupervisedOrder(
    long orderNo,
    String orderId,
    int isvNo,
    boolean isSupervised,
    boolean hasEnded,
    SupervisedService service) {}
