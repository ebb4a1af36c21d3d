package io.tollgate.rules.quantity;

import java.math.BigDecimal;

/**
 * An amount of usage, exact to four decimals (contract 5.1).
 *
 * <p>Held as a whole number of units of 1/10,000, so that adding never rounds and two equal
 * quantities are equal whatever text they came from. Usage is positive; a correction may be
 * negative. Arithmetic that leaves the range of a {@code long} throws {@link ArithmeticException}
 * rather than wrapping around: 2^63 units are nine million of the largest records.
 *
 * @param units in 1/10,000 of the billing item's unit
 */
public record Quantity(long units) implements Comparable<Quantity> {

  /** Decimals a quantity can carry. */
  public static final int DECIMALS = 4;

  /** Units in a quantity of one. */
  public static final long UNITS_PER_ONE = 10_000;

  public static final Quantity ZERO = new Quantity(0);

  public static final Quantity ONE = new Quantity(UNITS_PER_ONE);

  /** The most one usage record can report: 99,999,999.9999 (contract 5.1). */
  public static final Quantity LARGEST_RECORD = new Quantity(999_999_999_999L);

  /**
   * The most a package can grant in one reset period: 100,000,000,000. Nine times that, in units,
   * still counts exactly where numbers are floating point with 53 bits, as in a Lua script.
   */
  public static final Quantity LARGEST_GRANT = new Quantity(1_000_000_000_000_000L);

  /** Reads what a usage record reports: more than zero, at most {@link #LARGEST_RECORD}. */
  public static QuantityReading read(String text) {
    return QuantityText.read(text, LARGEST_RECORD);
  }

  /** Reads a positive quantity of at most {@code largest}. */
  public static QuantityReading read(String text, Quantity largest) {
    return QuantityText.read(text, largest);
  }

  /**
   * The quantity a trusted text names: of either sign, zero included.
   *
   * @throws IllegalArgumentException when the text is no plain decimal number with at most four
   *     decimals; text from outside is read with {@link #read} instead
   */
  public static Quantity of(String text) {
    try {
      return new Quantity(
          new BigDecimal(text).setScale(DECIMALS).unscaledValue().longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "quantity: " + text + " (expected: a decimal number, at most 4 decimals)", e);
    }
  }

  public Quantity plus(Quantity other) {
    return new Quantity(Math.addExact(units, other.units));
  }

  public Quantity minus(Quantity other) {
    return new Quantity(Math.subtractExact(units, other.units));
  }

  public Quantity times(long factor) {
    return new Quantity(Math.multiplyExact(units, factor));
  }

  public Quantity negated() {
    return new Quantity(Math.negateExact(units));
  }

  public boolean isZero() {
    return units == 0;
  }

  public boolean isPositive() {
    return units > 0;
  }

  public boolean isNegative() {
    return units < 0;
  }

  /** The same number as a decimal with four decimals, for multiplying with a price. */
  public BigDecimal toBigDecimal() {
    return BigDecimal.valueOf(units, DECIMALS);
  }

  @Override
  public int compareTo(Quantity other) {
    return Long.compare(units, other.units);
  }

  /** Plain decimal text without needless zeros: {@code 12.5}, {@code 1000}, {@code -0.0001}. */
  @Override
  public String toString() {
    return QuantityText.write(units);
  }
}
