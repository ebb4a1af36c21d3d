package io.tollgate.rules.quantity;

/** What came of reading a quantity that somebody else wrote. */
public sealed interface QuantityReading {

  /** The text is a quantity within its bounds. */
  record Read(Quantity quantity) implements QuantityReading {}

  /** The text is none. */
  record Unreadable(Reason reason, String text) implements QuantityReading {

    /** The value, what was expected, and so what to send instead. */
    public String message() {
      return "value: " + text + " (expected: " + reason.expected() + ")";
    }
  }

  /** Why a text is no quantity; where several hold, the first in this order is given. */
  enum Reason {
    NOT_A_NUMBER("a decimal number such as 12.5"),
    TOO_MANY_DECIMALS("at most 4 decimals"),
    NOT_POSITIVE("more than 0"),
    TOO_LARGE("a smaller number");

    private final String expected;

    Reason(String expected) {
      this.expected = expected;
    }

    public String expected() {
      return expected;
    }
  }
}
