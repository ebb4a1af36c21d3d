package io.tollgate.gateway.protocol.outbound;

/** Whether a call is meant. */
public enum CallMode {
  PRODUCTION,
  /** The ISV is to answer as always and to do nothing: {@code testFlag} 1. */
  DEBUG
}
