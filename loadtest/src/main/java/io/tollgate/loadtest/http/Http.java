package io.tollgate.loadtest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * HTTP/1.1 with a deadline on every call. Thread-safe; keeps its connections.
 *
 * <p>A call that is not answered ends in an {@link IOException}: what became of it is then unknown,
 * and only a caller who may repeat it should.
 */
public final class Http implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client;
  private final Duration timeout;

  private Http(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /** A client for plain HTTP, and for HTTPS with the JDK's own certificates. */
  public static Http plain(Duration timeout) {
    return new Http(base().build(), timeout);
  }

  /** A client that trusts exactly {@code certificate} and no authority. */
  public static Http trusting(PinnedCertificate certificate, Duration timeout) {
    return new Http(base().sslContext(certificate.context()).build(), timeout);
  }

  private static HttpClient.Builder base() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT);
  }

  public Reply send(String method, URI target, Map<String, String> headers, byte[] body)
      throws IOException {
    var start = System.nanoTime();
    try {
      var response =
          client.send(request(method, target, headers, body), BodyHandlers.ofByteArray());
      return reply(response, start);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + target);
    }
  }

  /** Gets a body of any length, to be read while it comes and then closed. */
  public InputStream stream(URI target, Map<String, String> headers) throws IOException {
    try {
      var response =
          client.send(request("GET", target, headers, new byte[0]), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        try (var body = response.body()) {
          throw new IOException(
              "answered " + response.statusCode() + " " + new String(body.readAllBytes(), UTF_8));
        }
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for " + target);
    }
  }

  public CompletableFuture<Reply> sendAsync(
      String method, URI target, Map<String, String> headers, byte[] body) {
    var start = System.nanoTime();
    return client
        .sendAsync(request(method, target, headers, body), BodyHandlers.ofByteArray())
        .thenApply(response -> reply(response, start));
  }

  private HttpRequest request(String method, URI target, Map<String, String> headers, byte[] body) {
    var publisher = body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    var request = HttpRequest.newBuilder(target).timeout(timeout).method(method, publisher);
    headers.forEach(request::setHeader);
    return request.build();
  }

  private static Reply reply(HttpResponse<byte[]> response, long start) {
    var took = Duration.ofNanos(System.nanoTime() - start);
    return Reply.of(response.statusCode(), response.headers(), response.body(), took);
  }

  /** Drops connections at once; a call in flight fails. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
