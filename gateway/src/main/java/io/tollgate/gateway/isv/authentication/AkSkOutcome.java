package io.tollgate.gateway.isv.authentication;

import io.tollgate.metering.isv.Isv;

/** What a request's AK/SK proof came to. */
public sealed interface AkSkOutcome {

  /** The owner of the access key signed this request; the ISV may be suspended. */
  record Proven(Isv isv) implements AkSkOutcome {}

  /** Nobody's proof: absent, malformed, stale, of an unknown or ended key, or wrong. */
  record NotProven(String detail) implements AkSkOutcome {}

  /** The proof holds, but its key is not for the open interfaces. */
  record NoAuthority(String detail) implements AkSkOutcome {}
}
