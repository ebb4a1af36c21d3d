package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place in a feed, opaque to callers. It holds nothing but the feed and the position, so that it
 * never expires. The number of an item that was read ({@code sequence}, {@code entryId}, {@code
 * closingId}) is a cursor too: that is how one resumes a stream, which has no {@code next}.
 */
final class FeedCursor {

  private static final byte VERSION = 2;
  private static final int LENGTH = 2 + Long.BYTES;

  /** A cursor of ours has 14 characters; every number up to here fits a long. */
  private static final int MOST_DIGITS = 13;

  private FeedCursor() {}

  /** The cursor that continues after {@code position}. */
  static String after(FeedName feed, long position) {
    var bytes = ByteBuffer.allocate(LENGTH)
        .put(VERSION)
        .put(feed.code())
        .putLong(position)
        .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The position that {@code cursor} stands for; a cursor that is not this feed's is a 400. */
  static long positionOf(FeedName feed, String cursor) {
    if (!cursor.isEmpty()
        && cursor.length() <= MOST_DIGITS
        && cursor.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Long.parseLong(cursor);
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == LENGTH && bytes.get() == VERSION && bytes.get() == feed.code()) {
        return bytes.getLong();
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the same answer: it is not a cursor of ours.
    }
    throw unknown(cursor);
  }

  static ProblemException unknown(String cursor) {
    return Problem.invalid(
            "after",
            "after: " + cursor + " (expected: a next of this very feed, the number of an item read"
                + " from it, or nothing to begin anew)")
        .asException();
  }
}
