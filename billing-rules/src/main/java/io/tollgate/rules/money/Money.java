package io.tollgate.rules.money;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount of one currency (contract 5.1): never a float, never rounded on its way.
 *
 * <p>The amount is kept without needless zeros, so that {@code 1.50} and {@code 1.5} are equal.
 * It may be finer than the currency's smallest coin and of either sign. Adding two currencies is a
 * mistake of the program and throws {@link IllegalArgumentException}.
 *
 * @param amount in whole {@code currency}, exact
 * @param currency one that has coins: not the likes of gold or test currencies
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {

  public Money {
    if (currency.getDefaultFractionDigits() < 0) {
      throw new IllegalArgumentException(
          "currency: " + currency + " (expected: one with a minor unit)");
    }
    amount = withoutNeedlessZeros(amount);
  }

  /** The amount a trusted text names, such as {@code of("12.345", "CNY")}. */
  public static Money of(String amount, String currencyCode) {
    return new Money(new BigDecimal(amount), Currency.getInstance(currencyCode));
  }

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  private static BigDecimal withoutNeedlessZeros(BigDecimal amount) {
    var stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  public Money plus(Money other) {
    return new Money(amount.add(inSameCurrency(other)), currency);
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(inSameCurrency(other)), currency);
  }

  public Money times(long factor) {
    return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
  }

  /** The given per cent of this amount, exact. */
  public Money percent(BigDecimal percent) {
    return new Money(amount.multiply(percent).movePointLeft(2), currency);
  }

  public Money negated() {
    return new Money(amount.negate(), currency);
  }

  public boolean isZero() {
    return amount.signum() == 0;
  }

  public boolean isNegative() {
    return amount.signum() < 0;
  }

  public boolean isPositive() {
    return amount.signum() > 0;
  }

  @Override
  public int compareTo(Money other) {
    return amount.compareTo(inSameCurrency(other));
  }

  /** The amount alone, as plain decimal text: {@code 12.345}. */
  public String plainAmount() {
    return amount.toPlainString();
  }

  @Override
  public String toString() {
    return plainAmount() + " " + currency;
  }

  private BigDecimal inSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "currency: " + other.currency + " (expected: " + currency + ")");
    }
    return other.amount;
  }
}
