package io.tollgate.gateway.protocol.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * Encryption of single fields in V1 messages: 16 letters or digits that serve as initialisation
 * vector, then base64 of the AES/CBC cipher text.
 *
 * <p>The key is what Java's AES key generator draws from {@code SHA1PRNG} seeded with the access
 * key. It is a poor derivation, and the protocol's; both ends must do exactly this, hence the
 * provider is named rather than left to the runtime's order of preference.
 *
 * <p>Immutable and thread-safe; the derived key is kept, so that it is derived once.
 */
public final class FieldEncryption {

  private static final String CIPHER = "AES/CBC/PKCS5Padding";
  private static final int IV_LENGTH = 16;
  private static final String IV_LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SecretKey key;
  private final RandomGenerator random;

  /** Encrypts with a key derived from {@code accessKey}; vectors come from {@code random}. */
  public FieldEncryption(String accessKey, KeyStrength strength, RandomGenerator random) {
    this.key = derivedFrom(accessKey, strength);
    this.random = random;
  }

  public String encrypt(String text) {
    var vector = new StringBuilder(IV_LENGTH);
    for (var i = 0; i < IV_LENGTH; i++) {
      vector.append(IV_LETTERS.charAt(random.nextInt(IV_LETTERS.length())));
    }
    try {
      var encrypted = cipher(Cipher.ENCRYPT_MODE, vector.toString()).doFinal(text.getBytes(UTF_8));
      return vector + Base64.getEncoder().encodeToString(encrypted);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Encrypting with " + CIPHER + " does not fail", e);
    }
  }

  /** The text, or empty where {@code encrypted} was not made with this key or is damaged. */
  public Optional<String> decrypt(String encrypted) {
    if (encrypted.length() <= IV_LENGTH) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getDecoder().decode(encrypted.substring(IV_LENGTH));
      var cipher = cipher(Cipher.DECRYPT_MODE, encrypted.substring(0, IV_LENGTH));
      return Optional.of(new String(cipher.doFinal(bytes), UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, String vector) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new IvParameterSpec(vector.getBytes(UTF_8)));
    return cipher;
  }

  private static SecretKey derivedFrom(String accessKey, KeyStrength strength) {
    try {
      var seeded = SecureRandom.getInstance("SHA1PRNG", "SUN");
      seeded.setSeed(accessKey.getBytes(UTF_8));
      var generator = KeyGenerator.getInstance("AES");
      generator.init(strength.bits(), seeded);
      return generator.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The runtime has no SHA1PRNG of SUN, which V1 field encryption needs", e);
    }
  }
}
