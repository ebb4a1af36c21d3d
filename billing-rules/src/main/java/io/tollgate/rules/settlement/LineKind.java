package io.tollgate.rules.settlement;

/** What a line of a statement stands for. */
public enum LineKind {

  /** An order that was paid: a package, a period, a one-time product. */
  SALE,

  /** Usage of an instance in a month. */
  USAGE,

  /** An order that was given back. */
  REFUND,

  /** What the platform keeps; negative on a sale. */
  FEE,

  /** A change to what an earlier statement had. */
  CORRECTION,

  /** What rounding the lines left over; one line at most. */
  ROUNDING
}
