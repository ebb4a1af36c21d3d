package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.LineKind;
import java.math.BigDecimal;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction is about, and for how much.
 *
 * @param instanceId null for an order as a whole, as is {@code units}
 * @param units quantity in 1/10,000
 * @param amount exact; negative where money goes back
 * @param month the month it belongs to; null while an order is not in effect
 */
public record SoldItem(
    LineKind kind,
    String orderId,
    @Nullable String orderLineId,
    @Nullable String instanceId,
    @Nullable String productId,
    @Nullable BigDecimal units,
    Money amount,
    @Nullable YearMonth month) {}
