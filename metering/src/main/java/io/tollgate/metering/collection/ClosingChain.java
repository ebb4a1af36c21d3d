package io.tollgate.metering.collection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The hash of one closing, fed aggregate by aggregate: SHA-256 over the previous closing's hash in
 * hex, a line feed, and for each aggregate in order its canonical JSON and a line feed. Not
 * thread-safe; one per closing.
 */
public final class ClosingChain {

  /** Stands for the closing before the first. */
  public static final String GENESIS = "0".repeat(64);

  private final MessageDigest digest = sha256();

  private ClosingChain(String previous) {
    line(previous);
  }

  /** Starts the hash of the closing that follows the one with hash {@code previous}. */
  public static ClosingChain after(String previous) {
    return new ClosingChain(previous);
  }

  /** Adds the next aggregate's {@linkplain AggregateDocument canonical JSON}. */
  public void add(String document) {
    line(document);
  }

  /** The hash in lower-case hex; call it once, at the end. */
  public String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void line(String text) {
    digest.update(text.getBytes(UTF_8));
    digest.update((byte) '\n');
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", impossible);
    }
  }
}
