package io.tollgate.metering.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is stored with AES-256-GCM: a fresh nonce, then ciphertext and tag. Each secret is
 * bound to the name of its owner, so that one row's secret moved to another is not accepted there.
 * Safe for use by many threads.
 */
public final class SecretCipher {

  static final int KEY_SIZE_BYTES = 32;

  private static final String ALGORITHM = "AES/GCM/NoPadding";
  private static final int NONCE_SIZE_BYTES = 12;
  private static final int TAG_SIZE_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  public SecretCipher(byte[] key, SecureRandom random) {
    if (key.length != KEY_SIZE_BYTES) {
      throw new IllegalArgumentException(
          "key: " + key.length + " bytes (expected: " + KEY_SIZE_BYTES + ")");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** Encrypts {@code secret} for {@code owner}; every call gives other bytes. */
  public byte[] encrypt(String owner, String secret) {
    var nonce = new byte[NONCE_SIZE_BYTES];
    random.nextBytes(nonce);
    try {
      var sealed = cipher(Cipher.ENCRYPT_MODE, owner, nonce).doFinal(secret.getBytes(UTF_8));
      return ByteBuffer.allocate(nonce.length + sealed.length)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("AES-256-GCM is part of every JDK", impossible);
    }
  }

  /**
   * The secret again.
   *
   * @throws IllegalStateException when it was encrypted with another master key, for another owner,
   *     or has been changed
   */
  public String decrypt(String owner, byte[] stored) {
    if (stored.length < NONCE_SIZE_BYTES) {
      throw unreadable(owner, null);
    }
    var buffer = ByteBuffer.wrap(stored);
    var nonce = new byte[NONCE_SIZE_BYTES];
    buffer.get(nonce);
    var sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    try {
      return new String(cipher(Cipher.DECRYPT_MODE, owner, nonce).doFinal(sealed), UTF_8);
    } catch (GeneralSecurityException broken) {
      throw unreadable(owner, broken);
    }
  }

  private Cipher cipher(int mode, String owner, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM);
    cipher.init(mode, key, new GCMParameterSpec(TAG_SIZE_BITS, nonce));
    cipher.updateAAD(owner.getBytes(UTF_8));
    return cipher;
  }

  private static IllegalStateException unreadable(String owner, @Nullable Throwable cause) {
    return new IllegalStateException(
        "secret of " + owner + ": not readable (expected: the master key it was stored with)",
        cause);
  }
}
