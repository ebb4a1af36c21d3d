package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Refuses what cannot be encrypted with later. */
final class PublicKeyPem {

  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final int MIN_SIZE_BITS = 3_072;

  private PublicKeyPem() {}

  static void check(String pem) {
    if (!isUsable(pem.strip())) {
      throw Problem.invalid(
              "/publicKey",
              "publicKey: not usable (expected: PEM of an RSA public key of 3,072 bits or more,"
                  + " as openssl rsa -pubout writes it)")
          .asException();
    }
  }

  private static boolean isUsable(String pem) {
    if (!pem.startsWith(BEGIN) || !pem.endsWith(END)) {
      return false;
    }
    try {
      var body = pem.substring(BEGIN.length(), pem.length() - END.length());
      var encoded = new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body));
      return KeyFactory.getInstance("RSA").generatePublic(encoded) instanceof RSAPublicKey key
          && key.getModulus().bitLength() >= MIN_SIZE_BITS;
    } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
      return false;
    }
  }
}
