package io.tollgate.rules.catalogue;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the decimals and currencies of a definition. */
final class Decimals {

  /** Bounded, so that no text makes us compute with a number of absurd size. */
  private static final Pattern PLAIN = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

  private static final int PRICE_DIGITS = 12;

  private final Faults faults;

  Decimals(Faults faults) {
    this.faults = faults;
  }

  /** A price: not negative, at most 8 decimals, below 10^12. */
  @Nullable
  BigDecimal price(String pointer, @Nullable String text) {
    var expected = "a decimal of at least 0 with at most 8 decimals, as text";
    if (text == null || !PLAIN.matcher(text).matches()) {
      faults.add(pointer, text, expected);
      return null;
    }
    var price = new BigDecimal(text).stripTrailingZeros();
    if (price.signum() < 0 || price.scale() > Price.DECIMALS) {
      faults.add(pointer, text, expected);
      return null;
    }
    if (price.precision() - price.scale() > PRICE_DIGITS) {
      faults.add(pointer, text, "less than 1,000,000,000,000");
      return null;
    }
    return price;
  }

  @Nullable
  Currency currency(String pointer, @Nullable String code) {
    try {
      if (code != null) {
        var currency = Currency.getInstance(code);
        if (currency.getDefaultFractionDigits() >= 0) {
          return currency;
        }
      }
    } catch (IllegalArgumentException _) {
      // Named as a fault below, like a currency without coins.
    }
    faults.add(pointer, code, "an ISO 4217 currency code such as CNY");
    return null;
  }
}
