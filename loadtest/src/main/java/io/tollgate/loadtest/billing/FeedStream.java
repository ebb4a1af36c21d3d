package io.tollgate.loadtest.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * Reads the whole feed of aggregates as one stream and proves it on the way: a line of the stream
 * is what the closings' chain was hashed over, so that nothing is parsed or kept.
 */
public final class FeedStream {

  private static final int BUFFER_SIZE_BYTES = 1 << 16;
  private static final int CLOSINGS_A_PAGE = 1_000;

  private final Deque<JsonNode> closings = new ArrayDeque<>();
  private final MessageDigest digest = sha256();
  private String previous = "0".repeat(64);
  private long linesLeft;
  private long lines;
  private long bytes;

  private FeedStream(BillingFace billing) throws IOException {
    var after = "";
    while (true) {
      var page = billing.page("closings", after, CLOSINGS_A_PAGE);
      page.json().path("items").forEach(closings::add);
      after = page.text("next");
      if (!page.json().path("hasMore").asBoolean(false)) {
        return;
      }
    }
  }

  /** What went by. */
  public record Read(long aggregates, long bytes) {}

  /** Reads to the end; fails where the chain does not hold. */
  static Read readAndProve(BillingFace billing) throws IOException {
    var feed = new FeedStream(billing);
    feed.begin();
    try (var input = billing.stream("aggregates")) {
      feed.read(input);
    }
    if (!feed.closings.isEmpty()) {
      throw new GatewayFailure("the feed ended before closing "
          + feed.closings.element().path("closingId").asString());
    }
    return new Read(feed.lines, feed.bytes);
  }

  private void read(InputStream input) throws IOException {
    var buffer = new byte[BUFFER_SIZE_BYTES];
    for (var length = input.read(buffer); length >= 0; length = input.read(buffer)) {
      bytes += length;
      var start = 0;
      for (var i = 0; i < length; i++) {
        if (buffer[i] == '\n') {
          digest.update(buffer, start, i + 1 - start);
          start = i + 1;
          endLine();
        }
      }
      digest.update(buffer, start, length - start);
    }
  }

  private void endLine() {
    lines++;
    linesLeft--;
    if (linesLeft == 0) {
      end();
      begin();
    }
  }

  /** Begins the next closing, and ends those that have no aggregates. */
  private void begin() {
    while (!closings.isEmpty()) {
      digest.update((previous + "\n").getBytes(UTF_8));
      linesLeft = Long.parseLong(closings.element().path("aggregates").asString());
      if (linesLeft > 0) {
        return;
      }
      end();
    }
  }

  private void end() {
    var closing = closings.remove();
    var sha256 = HexFormat.of().formatHex(digest.digest());
    if (!sha256.equals(closing.path("sha256").asString())) {
      throw new GatewayFailure("closing %s: sha256 of what was streamed: %s (stated: %s)"
          .formatted(
              closing.path("closingId").asString(),
              sha256,
              closing.path("sha256").asString()));
    }
    previous = sha256;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
