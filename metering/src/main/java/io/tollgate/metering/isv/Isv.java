package io.tollgate.metering.isv;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A seller (服务商).
 *
 * @param isvNo our own number
 * @param isvId what the outside calls it
 * @param publicKey PEM; what is encrypted for this ISV alone is encrypted with it
 */
public record Isv(
    int isvNo,
    String isvId,
    String name,
    @Nullable String email,
    State state,
    @Nullable String publicKey,
    Instant createdAt) {

  /** Whether the ISV may push usage. */
  public enum State {
    ACTIVE,
    SUSPENDED
  }
}
