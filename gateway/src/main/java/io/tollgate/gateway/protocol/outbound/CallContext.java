package io.tollgate.gateway.protocol.outbound;

import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What a request needs beside the facts of its call.
 *
 * @param accessKey the secret of the ISV's key for this kind of call
 * @param nonce of letters and digits, new for every request
 * @param at the system's time, which the ISV compares with its own
 * @param random for encryption; secure
 */
public record CallContext(
    String accessKey, String nonce, Instant at, CallMode mode, RandomGenerator random) {

  /** Says nothing about the key. */
  @Override
  public String toString() {
    return "CallContext[nonce=" + nonce + ", at=" + at + ", mode=" + mode + "]";
  }
}
