package io.tollgate.metering.account;

import io.tollgate.rules.money.Money;

/** What became of a top-up. */
public sealed interface PaidIn {

  /** The money is on the account. */
  record Paid(CustomerAccount account) implements PaidIn {}

  /** The same payment again: it was on the account already, and is there once. */
  record Repeated(CustomerAccount account) implements PaidIn {}

  /** The reference names another payment; nothing was paid. */
  record ReferenceReused(String reference, Money paid) implements PaidIn {}
}
