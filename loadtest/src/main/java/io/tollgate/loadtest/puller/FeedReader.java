package io.tollgate.loadtest.puller;

import io.tollgate.loadtest.platform.BillingFace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one feed item by item, a page at a time. A cursor stands only between pages, so the reader
 * tells the cursor of the page it is in and how many of that page's items it has given out.
 */
final class FeedReader {

  private final BillingFace billing;
  private final String feed;
  private final int pageSize;
  private final Deque<JsonNode> page = new ArrayDeque<>();
  private String pageCursor;
  private String nextCursor;
  private int given;

  FeedReader(BillingFace billing, String feed, String cursor, int pageSize) {
    this.billing = billing;
    this.feed = feed;
    this.pageSize = pageSize;
    this.pageCursor = cursor;
    this.nextCursor = cursor;
  }

  /** The next item, left where it is; null when there is none at present. */
  @Nullable
  JsonNode peek() throws IOException {
    if (page.isEmpty()) {
      readPage();
    }
    return page.peek();
  }

  /** Takes what {@link #peek} showed. */
  void take() {
    page.remove();
    given++;
  }

  private void readPage() throws IOException {
    var reply = billing.page(feed, nextCursor, pageSize);
    if (reply.status() != 200) {
      throw new IOException("reading " + feed + ": answered " + reply.inShort());
    }
    var items = reply.json().path("items");
    if (items.isEmpty()) {
      return;
    }
    items.forEach(page::add);
    pageCursor = nextCursor;
    nextCursor = reply.text("next");
    given = 0;
  }

  /** From here on, {@link #given} items in, reading goes on. */
  String cursor() {
    return page.isEmpty() ? nextCursor : pageCursor;
  }

  int given() {
    return page.isEmpty() ? 0 : given;
  }
}
