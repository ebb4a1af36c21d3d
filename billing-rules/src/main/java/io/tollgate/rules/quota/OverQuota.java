package io.tollgate.rules.quota;

/** What becomes of usage that a stop-before-excess package no longer covers (contract 5.3). */
public enum OverQuota {

  /** It is recorded as overage and never charged. */
  CAP,

  /** The whole record is refused and nothing is drawn. */
  REJECT
}
