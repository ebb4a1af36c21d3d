package io.tollgate.metering.collection;

/** A pay-per-use instance with what its aggregates say about it. None of it changes. */
public record MeteredInstance(
    long instanceNo,
    String instanceId,
    int customerNo,
    String customerId,
    long orderNo,
    String orderId,
    MeteredItem item) {}
