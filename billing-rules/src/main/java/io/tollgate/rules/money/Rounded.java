package io.tollgate.rules.money;

import java.math.RoundingMode;

/**
 * An amount rounded half up to the currency's minor unit, with what the rounding left over.
 *
 * <p>This is the only rounding in Tollgate, and it happens once, on a line of a statement (contract
 * 5.1). Half up means away from zero on a tie, so that a refund rounds to the same coin as the sale
 * it reverses: 0.045 CNY becomes 0.05, -0.045 CNY becomes -0.05.
 *
 * @param amount a whole number of minor units
 * @param remainder exact minus rounded, so that {@code amount + remainder} is what it was
 */
public record Rounded(Money amount, Money remainder) {

  /** Rounds {@code exact} to the minor unit of its currency. */
  public static Rounded halfUp(Money exact) {
    var minorDigits = exact.currency().getDefaultFractionDigits();
    var rounded =
        new Money(exact.amount().setScale(minorDigits, RoundingMode.HALF_UP), exact.currency());
    return new Rounded(rounded, exact.minus(rounded));
  }
}
