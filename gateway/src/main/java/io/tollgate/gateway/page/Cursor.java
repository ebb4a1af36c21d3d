package io.tollgate.gateway.page;

import io.tollgate.gateway.problem.Problem;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place in a list that is ordered by a number. Callers pass it back and never look inside; a
 * cursor never expires.
 */
public final class Cursor {

  private static final byte VERSION = 1;

  private Cursor() {}

  /** The cursor that continues after {@code position}. */
  public static String after(long position) {
    var bytes =
        ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(position).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The position inside a cursor of ours; anything else is the caller's fault, a 400. */
  public static long positionOf(String cursor) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == 1 + Long.BYTES && bytes.get() == VERSION) {
        return bytes.getLong();
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the same answer: it is not a cursor of ours.
    }
    throw Problem.invalid(
            "after", "after: " + cursor + " (expected: a next from an earlier page, or nothing)")
        .asException();
  }
}
