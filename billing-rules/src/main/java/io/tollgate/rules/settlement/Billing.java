package io.tollgate.rules.settlement;

/** Whether a transaction is on a month's statement. */
public sealed interface Billing {

  /** It is. */
  record Billable() implements Billing {}

  /** Not on this one; it is looked at again for the next. */
  record NotYet(Unbilled reason) implements Billing {}

  /** A trial: it is on none, ever. */
  record Never() implements Billing {}
}
