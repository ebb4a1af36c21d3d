package io.tollgate.gateway.protocol.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * Encrypts the {@code clientSecret} of an application for the ISV: RSA-OAEP with SHA-256, also in
 * its mask, and base64.
 */
public final class ClientSecretEncryption {

  private static final int LEAST_BITS = 3_072;

  private static final OAEPParameterSpec OAEP = new OAEPParameterSpec(
      "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private ClientSecretEncryption() {}

  /**
   * Encrypts for the owner of {@code publicKey}.
   *
   * @param publicKey PEM, or base64 alone, of an RSA key of at least 3,072 bits
   * @throws IllegalArgumentException where it is none
   */
  public static String encrypt(String publicKey, String clientSecret) {
    try {
      var cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, keyOf(publicKey), OAEP);
      return Base64.getEncoder().encodeToString(cipher.doFinal(clientSecret.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "clientSecret: longer than the public key can encrypt (expected: a short secret)", e);
    }
  }

  private static RSAPublicKey keyOf(String publicKey) throws GeneralSecurityException {
    var base64 = publicKey.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "");
    RSAPublicKey key;
    try {
      var bytes = Base64.getMimeDecoder().decode(base64);
      key = (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      throw new IllegalArgumentException("publicKey: not an RSA public key in PEM", malformed);
    }
    if (key.getModulus().bitLength() < LEAST_BITS) {
      throw new IllegalArgumentException("publicKey: %d bits (expected: at least %d)"
          .formatted(key.getModulus().bitLength(), LEAST_BITS));
    }
    return key;
  }
}
