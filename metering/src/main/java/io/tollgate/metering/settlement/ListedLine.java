package io.tollgate.metering.settlement;

import java.math.BigDecimal;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** A line of a statement as it was written. */
public record ListedLine(
    String statementId,
    int line,
    String kind,
    @Nullable String orderId,
    @Nullable String orderLineId,
    @Nullable String instanceId,
    @Nullable String productId,
    @Nullable BigDecimal units,
    BigDecimal amount,
    String currency,
    YearMonth month) {}
