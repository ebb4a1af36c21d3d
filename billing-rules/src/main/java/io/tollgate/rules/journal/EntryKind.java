package io.tollgate.rules.journal;

/** Why money moved. */
public enum EntryKind {

  /** A customer paid in. */
  TOP_UP,

  /** A package, a period or a one-time product was bought. */
  PURCHASE,

  /** A collection charged usage. */
  USAGE,

  /** A purchase was given back. */
  REFUND,

  /** Usage that was already charged was corrected, or its tier changed. */
  ADJUSTMENT,

  /** A statement moved sold money to the ISV and the platform's fee. */
  SETTLEMENT
}
