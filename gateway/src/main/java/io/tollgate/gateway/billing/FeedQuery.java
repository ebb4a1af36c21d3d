package io.tollgate.gateway.billing;

import io.tollgate.gateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;

/**
 * What part of a feed is asked for, and in which form.
 *
 * @param cursor as the caller gave it; null for the beginning
 * @param position items after it are wanted
 * @param limit null where none was given: 100 for a page, all for a stream
 * @param isStream whether to answer with one item a line until the feed ends
 */
record FeedQuery(
    FeedName feed,
    @Nullable String cursor,
    long position,
    @Nullable Integer limit,
    boolean isStream) {

  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 1_000;

  static FeedQuery of(FeedName feed, ServerWebExchange exchange) {
    var parameters = exchange.getRequest().getQueryParams();
    var after = parameters.getFirst("after");
    var cursor = after == null || after.isEmpty() ? null : after;
    return new FeedQuery(
        feed,
        cursor,
        cursor == null ? 0 : FeedCursor.positionOf(feed, cursor),
        limit(parameters.getFirst("limit")),
        asksForStream(exchange));
  }

  private static boolean asksForStream(ServerWebExchange exchange) {
    return asksFor(exchange, MediaType.APPLICATION_NDJSON);
  }

  /** Whether {@code type} is asked for by name; a wildcard gets a page of JSON. */
  static boolean asksFor(ServerWebExchange exchange, MediaType type) {
    return exchange.getRequest().getHeaders().getAccept().stream()
        .anyMatch(accepted -> accepted.isConcrete() && accepted.isCompatibleWith(type));
  }

  private static @Nullable Integer limit(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      var limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      // Falls through to the same answer: it is not a limit.
    }
    throw Problem.invalid(
            "limit", "limit: " + text + " (expected: a number from 1 to " + MAX_LIMIT + ")")
        .asException();
  }

  int pageLimit() {
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  /** Most items of a stream. */
  long streamLimit() {
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
