package io.tollgate.rules.settlement;

import io.tollgate.rules.money.Money;

/**
 * A line of a statement as it adds up.
 *
 * @param reference what the line is about; made up by the caller, kept as it is
 * @param amount to the ISV's favour where positive; a whole number of minor units, but for {@link
 *     LineKind#ROUNDING}
 */
public record StatementLine<T>(LineKind kind, T reference, Money amount) {}
