package io.tollgate.rules.journal;

import io.tollgate.rules.money.Money;

/**
 * One side of a journal entry: the account's balance grows by {@code amount}, or shrinks where it
 * is negative. Never zero.
 */
public record Posting(Account account, Money amount) {

  public Posting {
    if (amount.isZero()) {
      throw new IllegalArgumentException("amount: 0 (expected: a movement of money)");
    }
  }
}
