package io.tollgate.rules.standing;

/** When a customer has to have paid. */
public enum CustomerType {

  /** Before use: a balance below zero starts the grace period. */
  PREPAID,

  /** After the month is billed: until then a balance below zero has no consequence. */
  CREDIT
}
