package io.tollgate.gateway.outbound;

import java.io.ByteArrayOutputStream;

/** The bytes of a reply, up to a bound. */
final class Gathered {

  private final int boundBytes;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  Gathered(int boundBytes) {
    this.boundBytes = boundBytes;
  }

  void add(byte[] chunk) {
    if (bytes.size() + chunk.length > boundBytes) {
      throw new ReplyTooLargeException(boundBytes);
    }
    bytes.writeBytes(chunk);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The reply is longer than we read. */
  static final class ReplyTooLargeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReplyTooLargeException(int boundBytes) {
      super("reply: over " + boundBytes + " bytes (expected: at most that)", null, false, false);
    }
  }
}
