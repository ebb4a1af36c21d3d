package io.tollgate.loadtest.puller;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A billing face that serves what a test put in, by the contract's pages. */
final class FeedStub implements AutoCloseable {

  private final HttpServer server;
  private final List<ObjectNode> aggregates = new ArrayList<>();
  private final List<ObjectNode> closings = new ArrayList<>();
  private int pagesUntilFailure = Integer.MAX_VALUE;
  private String chain = "0".repeat(64);

  FeedStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/billing/v1/aggregates", exchange -> serve(exchange, aggregates));
    server.createContext("/billing/v1/closings", exchange -> serve(exchange, closings));
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The server goes silent after {@code pages} more pages. */
  void failAfter(int pages) {
    pagesUntilFailure = pages;
  }

  void recover() {
    pagesUntilFailure = Integer.MAX_VALUE;
  }

  /** Closes a cycle of {@code count} aggregates, 1.5 of something at 0.10 each. */
  void close(int count) throws Exception {
    var first = aggregates.size();
    for (var i = 0; i < count; i++) {
      aggregates.add(Json.object()
          .put("sequence", Integer.toString(aggregates.size() + 1))
          .put("quantity", "1.5")
          .put("amount", "0.15")
          .put("recordCount", 2));
    }
    var hashed = new StringBuilder(chain).append('\n');
    aggregates.subList(first, aggregates.size()).stream()
        .map(CanonicalJson::of)
        .forEach(line -> hashed.append(line).append('\n'));
    chain = HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(hashed.toString().getBytes(UTF_8)));
    var closing = Json.object()
        .put("closingId", Integer.toString(closings.size() + 1))
        .put("aggregates", count)
        .put("records", 2 * count)
        .put(
            "quantity",
            new BigDecimal("1.5").multiply(BigDecimal.valueOf(count)).toString())
        .put(
            "amount", new BigDecimal("0.15").multiply(BigDecimal.valueOf(count)).toString())
        .put("sha256", chain);
    if (count > 0) {
      closing.put("firstSequence", Integer.toString(first + 1));
      closing.put("lastSequence", Integer.toString(aggregates.size()));
    } else {
      closing.putNull("firstSequence").putNull("lastSequence");
    }
    closings.add(closing);
  }

  void falsify(int sequence) {
    aggregates.get(sequence - 1).put("amount", "0.16");
  }

  List<String> lines() {
    return aggregates.stream().map(CanonicalJson::of).toList();
  }

  private void serve(HttpExchange exchange, List<? extends JsonNode> feed) throws IOException {
    try (exchange) {
      if (pagesUntilFailure-- <= 0) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      var query = exchange.getRequestURI().getQuery();
      var limit = Integer.parseInt(query.replaceAll(".*limit=(\\d+).*", "$1"));
      var after = query.contains("after=")
          ? Integer.parseInt(query.replaceAll(".*after=c(\\d+).*", "$1"))
          : 0;
      var end = Math.min(after + limit, feed.size());
      var page = Json.object().put("next", "c" + end).put("hasMore", end < feed.size());
      feed.subList(after, end).forEach(page.putArray("items")::add);
      var bytes = Json.bytes(page);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
