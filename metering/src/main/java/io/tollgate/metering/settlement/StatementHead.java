package io.tollgate.metering.settlement;

/** A statement that has neither lines nor sums yet. */
public record StatementHead(long statementNo, String statementId) {}
