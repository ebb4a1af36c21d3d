package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.LineKind;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * A line as it is written onto a statement.
 *
 * @param line counted from 1
 * @param item what it is about; null for the rounding line, which is about the month alone
 * @param amount as it is shown
 */
public record NumberedLine(
    int line, LineKind kind, @Nullable SoldItem item, YearMonth month, Money amount) {}
