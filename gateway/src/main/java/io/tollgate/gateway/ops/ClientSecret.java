package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.protocol.encryption.ClientSecretEncryption;
import io.tollgate.metering.isv.Isv;
import java.util.HashMap;
import java.util.Map;

/** The one member of a call that must not leave as it was given. */
final class ClientSecret {

  static final String MEMBER = "clientSecret";

  private ClientSecret() {}

  /**
   * The members with the secret, where there is one, encrypted for the ISV; a 409 where the ISV has
   * no key that is fit for it.
   */
  static Map<String, Object> encrypted(Map<String, Object> members, Isv isv) {
    var secret = members.get(MEMBER);
    if (secret == null) {
      return members;
    }
    var publicKey = isv.publicKey();
    if (publicKey == null) {
      throw Problem.conflict(
              "isv: %s has no publicKey (expected: one to encrypt clientSecret with; set it by PATCH)"
                  .formatted(isv.isvId()))
          .asException();
    }
    var safe = new HashMap<>(members);
    try {
      safe.put(MEMBER, ClientSecretEncryption.encrypt(publicKey, secret.toString()));
    } catch (IllegalArgumentException unusable) {
      throw Problem.conflict(String.valueOf(unusable.getMessage())).asException();
    }
    return safe;
  }
}
