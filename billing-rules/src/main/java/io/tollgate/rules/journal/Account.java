package io.tollgate.rules.journal;

/**
 * A place money is in, as the journal writes it: {@code customer:{id}}, {@code isv:{id}} or one of
 * the platform's own (contract 5.8).
 */
public record Account(String name) implements Comparable<Account> {

  /** What the platform keeps of settled sales. */
  public static final Account FEE = new Account("platform:fee");

  /** The world outside: negative by what customers have paid in. */
  public static final Account CASH = new Account("platform:cash");

  /** Sold but not yet settled with the ISV. */
  public static final Account SUSPENSE = new Account("platform:suspense");

  public Account {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name: blank (expected: the name of an account)");
    }
  }

  /** Positive is money in the customer's favour. */
  public static Account customer(String customerId) {
    return new Account("customer:" + customerId);
  }

  /** Positive is money owed to the ISV. */
  public static Account isv(String isvId) {
    return new Account("isv:" + isvId);
  }

  @Override
  public int compareTo(Account other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
