package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;

/**
 * The three proof headers of a usage push. The signature is HMAC-SHA256 over {@code
 * ts=…&nonce=…&body=…}, keyed with one of the ISV's access keys, in base64.
 *
 * @param ts Unix milliseconds
 * @param nonce unique within {@link #WINDOW}; whoever keeps the nonces sees to it
 */
public record PushProof(String signature, String ts, String nonce) {

  /** How far {@code ts} may lie from our clock, in both directions, inclusive. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int LONGEST_SIGNATURE = 1_000;
  private static final int LONGEST_TS = 20;
  private static final int LONGEST_NONCE = 64;

  /** The proof of {@code body} for an ISV that holds {@code key}. */
  public static PushProof sign(byte[] key, String ts, String nonce, byte[] body) {
    var mac = HmacSha256.keyedWith(key);
    mac.update(prefix(ts, nonce));
    return new PushProof(Base64Text.of(mac.doFinal(body)), ts, nonce);
  }

  /** Whether all three are present and no longer than the protocol allows. */
  public boolean isWellFormed() {
    return isBetween(signature, LONGEST_SIGNATURE)
        && isBetween(ts, LONGEST_TS)
        && isBetween(nonce, LONGEST_NONCE)
        && ts.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether {@code ts} is a time within {@link #WINDOW} of {@code now}. */
  public boolean isFresh(Instant now) {
    try {
      var signedAtMillis = Long.parseLong(ts);
      var windowMillis = WINDOW.toMillis();
      return signedAtMillis >= now.toEpochMilli() - windowMillis
          && signedAtMillis <= now.toEpochMilli() + windowMillis;
    } catch (NumberFormatException notMillis) {
      return false;
    }
  }

  /**
   * Which form of the body one of the keys has signed. The canonical form is made only when the
   * bytes as received do not match.
   */
  public SignedForm verify(Collection<byte[]> keys, byte[] body) {
    if (start(keys).update(ByteBuffer.wrap(body)).matches()) {
      return SignedForm.RECEIVED;
    }
    return CanonicalJson.of(body)
            .map(canonical -> start(keys).update(ByteBuffer.wrap(canonical)).matches())
            .orElse(false)
        ? SignedForm.CANONICAL
        : SignedForm.NONE;
  }

  /** Begins to verify a body as received, to be fed while it passes. */
  public Running start(Collection<byte[]> keys) {
    var macs = new ArrayList<Mac>(keys.size());
    for (var key : keys) {
      var mac = HmacSha256.keyedWith(key);
      mac.update(prefix(ts, nonce));
      macs.add(mac);
    }
    return new Running(macs, Base64Text.bytesOf(signature));
  }

  private static boolean isBetween(String value, int longest) {
    return !value.isBlank() && value.length() <= longest;
  }

  private static byte[] prefix(String ts, String nonce) {
    return ("ts=" + ts + "&nonce=" + nonce + "&body=").getBytes(UTF_8);
  }

  /** A proof while the body passes; for one body, and not thread-safe. */
  public static final class Running {

    private final List<Mac> macs;
    private final byte[] signature;

    private Running(List<Mac> macs, byte[] signature) {
      this.macs = macs;
      this.signature = signature;
    }

    /** Takes the next bytes, from position to limit, and leaves both where they are. */
    public Running update(ByteBuffer bytes) {
      for (var mac : macs) {
        mac.update(bytes.duplicate());
      }
      return this;
    }

    /** Ends the body: whether one of the keys has signed it. Every key is tried, always. */
    public boolean matches() {
      var matches = false;
      for (var mac : macs) {
        matches |= MessageDigest.isEqual(mac.doFinal(), signature);
      }
      return matches;
    }
  }
}
