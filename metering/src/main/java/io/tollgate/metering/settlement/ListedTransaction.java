package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.Unbilled;
import org.jspecify.annotations.Nullable;

/**
 * A transaction in a list.
 *
 * @param statementId null where it is not billed
 * @param line on that statement; 0 where it is not billed
 * @param reason why it is not billed; null where it is
 */
public record ListedTransaction(
    long transactionNo,
    String isvId,
    SoldItem item,
    @Nullable String statementId,
    int line,
    @Nullable Unbilled reason) {}
