package io.tollgate.metering.settlement;

import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Which transactions are wanted; null is any. */
public record TransactionFilter(
    @Nullable YearMonth month,
    @Nullable String isvId,
    @Nullable Boolean isBilled) {}
