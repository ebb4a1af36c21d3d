package io.tollgate.loadtest.platform;

import static io.tollgate.loadtest.platform.Face.encode;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;

/** What the billing platform can ask of the gateway, {@code /billing/v1}. */
public final class BillingFace {

  private static final String ROOT = "/billing/v1";

  private final Face face;

  public BillingFace(Http http, URI gateway, String token) {
    this.face = new Face(http, gateway, token);
  }

  /**
   * One page of a feed.
   *
   * @param feed aggregates, state-changes, closings or journal
   * @param after the last page's {@code next}; empty for the start
   */
  public Reply page(String feed, String after, int limit) throws IOException {
    var cursor = after.isEmpty() ? "" : "&after=" + encode(after);
    return face.get(ROOT + "/" + feed + "?limit=" + limit + cursor);
  }

  /** A whole feed, one item a line; the caller closes it. */
  public InputStream stream(String feed) throws IOException {
    return face.stream(ROOT + "/" + feed, "application/x-ndjson");
  }

  /** A whole list as CSV, the names first; the caller closes it. */
  public InputStream csv(String list) throws IOException {
    return face.stream(ROOT + "/" + list, "text/csv");
  }

  /** The sums of all accounts, by currency. */
  public Reply trialBalance() throws IOException {
    return face.get(ROOT + "/trial-balance");
  }

  public Reply reconciliation(Instant from, Instant to) throws IOException {
    return face.get(ROOT + "/reconciliation?from=" + from + "&to=" + to);
  }

  public Reply statements(String month, String isvId) throws IOException {
    return face.get(ROOT + "/statements?month=" + month + "&isvId=" + encode(isvId));
  }

  public Reply statementLines(String statementId) throws IOException {
    return face.get(ROOT + "/statements/" + encode(statementId) + "/lines?limit=1000");
  }
}
