package io.tollgate.gateway.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** What an ISV sent back, which is hostile data until read. */
final class Reply {

  private static final int SHOWN_CHARACTERS = 1_000;

  private final int status;
  private final @Nullable String bodySign;
  private final byte[] body;

  /** @param bodySign the header of that name; null where there is none */
  Reply(int status, @Nullable String bodySign, byte[] body) {
    this.status = status;
    this.bodySign = bodySign;
    this.body = body.clone();
  }

  int status() {
    return status;
  }

  @Nullable
  String bodySign() {
    return bodySign;
  }

  byte[] body() {
    return body.clone();
  }

  /** The beginning of it as text, for a person to read: no control characters, at most 1 KiB. */
  String shown() {
    var text = new String(body, 0, Math.min(body.length, SHOWN_CHARACTERS), UTF_8);
    return clean(text);
  }

  static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}\\uFFFD]", " ").strip();
  }

  /** Gathers a body up to a bound. */
  static final class Gathered {

    private final int bound;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Gathered(int bound) {
      this.bound = bound;
    }

    void add(byte[] chunk) {
      if (bytes.size() + chunk.length > bound) {
        throw new ReplyTooLargeException(bound);
      }
      bytes.writeBytes(chunk);
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }

  /** The reply is longer than we read. */
  static final class ReplyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplyTooLargeException(int bound) {
      super("reply: over " + bound + " bytes (expected: at most that)", null, false, false);
    }
  }
}
