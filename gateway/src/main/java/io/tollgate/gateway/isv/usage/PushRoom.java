package io.tollgate.gateway.isv.usage;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * Bounds the memory of the pushes under way on this node, by the size of their bodies.
 *
 * <p>A push takes its room before its body is read, so that any number of connections may send at
 * once. Thread-safe.
 */
@Component
class PushRoom {

  /** Some 200 pushes of 1,000 records; read and checked they take about eight times as much. */
  static final long BYTES = 32L << 20;

  /** What a body takes that does not say its size, or is compressed. */
  private static final long UNTOLD_BYTES = 256L << 10;

  private final AtomicLong free = new AtomicLong(BYTES);

  /** Takes the room, and says whether there was any; who got none gives nothing back. */
  boolean take(long bytes) {
    if (free.addAndGet(-bytes) >= 0) {
      return true;
    }
    free.addAndGet(bytes);
    return false;
  }

  void giveBack(long bytes) {
    free.addAndGet(bytes);
  }

  /** How much room a push with these headers takes; never more than the longest body that is read. */
  static long wantedBy(HttpHeaders headers) {
    var announced = headers.getContentLength();
    return announced < 0 || headers.containsHeader(HttpHeaders.CONTENT_ENCODING)
        ? UNTOLD_BYTES
        : Math.min(announced, PushBody.MAX_SIZE_BYTES);
  }
}
