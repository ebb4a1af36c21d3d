package io.tollgate.metering.settlement;

/** A transaction and its line on a statement. */
public record PlacedTransaction(long transactionNo, int line) {}
