package io.tollgate.gateway.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.metering.feed.Feed;
import java.util.List;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers with a part of a feed: a JSON page, or one item a line. Items come as JSON text and go out
 * as they are, so that what was hashed is what is sent. A stream writes as fast as the caller reads
 * and holds a few hundred items at most.
 */
@Component
final class FeedReply {

  static final MediaType CSV = new MediaType("text", "csv", UTF_8);

  /** Lines that go out in one piece; some 50 KiB of aggregates. */
  private static final int LINES_A_BUFFER = 100;

  /** Answers {@code query} from {@code feed}, narrowed down by {@code filter}. */
  <T, F> Mono<Void> write(
      ServerWebExchange exchange,
      FeedQuery query,
      Feed<T, F> feed,
      F filter,
      Function<T, String> json) {
    return mustExist(query, feed)
        .then(Mono.defer(() -> query.isStream()
            ? stream(
                exchange, feed.stream(filter, query.position()).take(query.streamLimit()), json)
            : page(exchange, query, feed, filter, json)));
  }

  /**
   * Streams everything that {@code query} asks for as CSV: the names in the first row, UTF-8, with
   * a byte order mark where {@code bom=true} asks for one, by which Excel knows it.
   */
  <T, F> Mono<Void> writeCsv(
      ServerWebExchange exchange,
      FeedQuery query,
      Feed<T, F> feed,
      F filter,
      String header,
      Function<T, String> row) {
    var response = exchange.getResponse();
    response.getHeaders().setContentType(CSV);
    var hasMark = "true".equals(exchange.getRequest().getQueryParams().getFirst("bom"));
    var first = buffer(exchange, (hasMark ? "\uFEFF" : "") + header + CsvRow.LINE_END);
    var rows = feed.stream(filter, query.position())
        .take(query.streamLimit())
        .buffer(LINES_A_BUFFER)
        .map(batch -> lines(exchange, batch, row, CsvRow.LINE_END));
    return response.writeWith(Flux.concat(Mono.just(first), rows));
  }

  /** Streams pieces of text as they come, as fast as the caller reads. */
  Mono<Void> writeText(ServerWebExchange exchange, MediaType type, Flux<String> pieces) {
    var response = exchange.getResponse();
    response.getHeaders().setContentType(type);
    return response.writeWith(pieces.map(piece -> buffer(exchange, piece)));
  }

  /** A position beyond the end was never given out: the cursor is of another installation. */
  private static Mono<Void> mustExist(FeedQuery query, Feed<?, ?> feed) {
    var cursor = query.cursor();
    if (cursor == null || query.position() == 0) {
      return Mono.empty();
    }
    return feed.lastPosition()
        .flatMap(last ->
            query.position() <= last ? Mono.empty() : Mono.error(FeedCursor.unknown(cursor)));
  }

  private static <T> Mono<Void> stream(
      ServerWebExchange exchange, Flux<T> items, Function<T, String> json) {
    var response = exchange.getResponse();
    response.getHeaders().setContentType(MediaType.APPLICATION_NDJSON);
    var buffers = items.buffer(LINES_A_BUFFER).map(batch -> lines(exchange, batch, json, "\n"));
    return response.writeWith(buffers);
  }

  private static <T> DataBuffer lines(
      ServerWebExchange exchange, List<T> items, Function<T, String> text, String lineEnd) {
    var lines = new StringBuilder();
    for (var item : items) {
      lines.append(text.apply(item)).append(lineEnd);
    }
    return buffer(exchange, lines);
  }

  private static <T, F> Mono<Void> page(
      ServerWebExchange exchange,
      FeedQuery query,
      Feed<T, F> feed,
      F filter,
      Function<T, String> json) {
    var response = exchange.getResponse();
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    return feed.read(filter, query.position(), query.pageLimit() + 1)
        .map(fetched -> buffer(exchange, page(query, feed, fetched, json)))
        .flatMap(buffer -> response.writeWith(Mono.just(buffer)));
  }

  private static <T> StringBuilder page(
      FeedQuery query, Feed<T, ?> feed, List<T> fetched, Function<T, String> json) {
    var hasMore = fetched.size() > query.pageLimit();
    var items = hasMore ? fetched.subList(0, query.pageLimit()) : fetched;
    var end = items.isEmpty() ? query.position() : feed.positionOf(items.getLast());
    var page = new StringBuilder("{\"items\":[");
    var separator = "";
    for (var item : items) {
      page.append(separator).append(json.apply(item));
      separator = ",";
    }
    return page.append("],\"next\":\"")
        .append(FeedCursor.after(query.feed(), end))
        .append("\",\"hasMore\":")
        .append(hasMore)
        .append('}');
  }

  private static DataBuffer buffer(ServerWebExchange exchange, CharSequence text) {
    return exchange.getResponse().bufferFactory().wrap(text.toString().getBytes(UTF_8));
  }
}
