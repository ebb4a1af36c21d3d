package io.tollgate.rules.instance;

/** Why an instance is released. */
public enum ReleaseCause {

  /** The customer unsubscribed. */
  UNSUBSCRIBED,

  /** No new stop-before-excess package came within the product's exhaustion retention. */
  EXHAUSTED,

  /** The customer stayed in arrears beyond the retention of its level. */
  ARREARS,

  /** The period was not renewed within the retention of the customer's level. */
  EXPIRED
}
