package io.tollgate.gateway.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tollgate.gateway.protocol.signature.BodySign;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An ISV's production interface that notes what it is sent and answers what it is told to. */
public final class ProductionStub implements AutoCloseable {

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final @Nullable String bodySignKey;
  private volatile String reply = "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}";

  private ProductionStub(@Nullable String bodySignKey) throws IOException {
    this.bodySignKey = bodySignKey;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /** One that answers as V2 wants it. */
  public static ProductionStub ofV2() throws IOException {
    return new ProductionStub(null);
  }

  /** One that signs its replies, as V1 wants it. */
  public static ProductionStub ofV1(String accessKey) throws IOException {
    return new ProductionStub(accessKey);
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/produce";
  }

  public void answerWith(String body) {
    reply = body;
  }

  public List<Received> received() {
    return received;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      received.add(new Received(
          exchange.getRequestMethod(),
          exchange.getRequestURI().getPath(),
          String.valueOf(exchange.getRequestURI().getRawQuery()),
          exchange.getRequestHeaders().getFirst("x-sign"),
          new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      var body = reply.getBytes(UTF_8);
      if (bodySignKey != null) {
        exchange.getResponseHeaders().set(BodySign.HEADER, BodySign.sign(bodySignKey, body));
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** One call as it came. */
  public record Received(
      String method, String path, String query, @Nullable String sign, String body) {}
}
