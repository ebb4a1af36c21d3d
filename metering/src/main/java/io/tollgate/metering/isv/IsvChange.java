package io.tollgate.metering.isv;

import org.jspecify.annotations.Nullable;

/**
 * What to change about an ISV; null leaves a member as it is.
 *
 * @param publicKey PEM of an RSA public key
 */
public record IsvChange(
    Isv.@Nullable State state,
    @Nullable String name,
    @Nullable String email,
    @Nullable String publicKey) {

  Isv appliedTo(Isv isv) {
    return new Isv(
        isv.isvNo(),
        isv.isvId(),
        name == null ? isv.name() : name,
        email == null ? isv.email() : email,
        state == null ? isv.state() : state,
        publicKey == null ? isv.publicKey() : publicKey,
        isv.createdAt());
  }
}
