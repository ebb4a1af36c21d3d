package io.tollgate.rules.instance;

/** Why an instance is frozen; several can hold at once. */
public enum FreezeReason {

  /** The last usable stop-before-excess package is empty or over. */
  EXHAUSTED,

  /** The customer's balance stayed below zero beyond the grace period. */
  ARREARS,

  /** The operator found a violation of the rules; lifted by the operator alone. */
  VIOLATION,

  /** The period that was paid for is over, and its grace period too. */
  EXPIRED
}
