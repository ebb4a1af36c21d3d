package io.tollgate.gateway.protocol.signature;

/** Which form of a body a signature turned out to be over. */
public enum SignedForm {
  /** The bytes as received. */
  RECEIVED,
  /** {@link CanonicalJson} of the bytes received. */
  CANONICAL,
  /** Neither, so the signature is wrong. */
  NONE
}
