package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class DriverTests {

  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);

  private final HttpServer server = server();

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void sendsEverythingAsFastAsItIsAnswered() throws Exception {
    answer(exchange -> reply(exchange, 200, "fine"));

    try (var driver = new Driver(address(), 4)) {
      var run = driver.flatOut(nCopies(200, REQUEST), "fine");

      assertThat(run.answered()).isEqualTo(200);
      assertThat(run.others()).isEmpty();
    }
  }

  @Test
  void chargesAStallToAllWhoHadToWaitForItsEnd() throws Exception {
    var served = new AtomicInteger();
    answer(exchange -> {
      if (served.getAndIncrement() == 10) {
        pause(Duration.ofMillis(400));
      }
      reply(exchange, 200, "fine");
    });

    try (var driver = new Driver(address(), 1)) {
      var schedule = Schedule.steady(100, 1);
      var run = driver.open(nCopies(schedule.requests(), REQUEST), "fine", schedule);

      // A sender that waited before it counted would have seen one slow answer in a hundred.
      assertThat(run.answered()).isEqualTo(100);
      assertThat(run.latencies().percentile(90)).isGreaterThan(200);
    }
  }

  @Test
  void neverSendsWhatFoundNoConnectionInTime() throws Exception {
    answer(exchange -> {
      pause(Duration.ofMillis(300));
      reply(exchange, 200, "fine");
    });

    try (var driver = new Driver(address(), 1)) {
      var schedule = Schedule.steady(50, 1);
      var run = driver.openOrNever(
          nCopies(schedule.requests(), REQUEST), "fine", schedule, Duration.ofMillis(100));

      assertThat(run.answered()).isBetween(1L, 5L);
      assertThat(run.others())
          .containsEntry("never sent: no connection was free in time", 50 - run.answered());
    }
  }

  @Test
  void tellsWhatWasTurnedAwayFromWhatFailed() throws Exception {
    var served = new AtomicInteger();
    answer(exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "1");
      reply(exchange, List.of(200, 406, 503, 500).get(served.getAndIncrement() % 4), "said");
    });

    try (var driver = new Driver(address(), 1)) {
      var run = driver.flatOut(nCopies(4, REQUEST), "fine");

      assertThat(run.turnedAway()).isEqualTo(2);
      assertThat(run.toldWhen()).isEqualTo(2);
      assertThat(run.others()).containsEntry("200 said", 1L).containsEntry("500 said", 1L);
    }
  }

  @Test
  void endsWhenNoConnectionIsLeft() throws Exception {
    answer(HttpExchange::close);

    try (var driver = new Driver(address(), 2)) {
      var run = driver.flatOut(nCopies(10, REQUEST), "fine");

      assertThat(run.answered()).isZero();
      assertThat(run.others().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(10);
    }
  }

  private static HttpServer server() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpHandler handler) {
    server.createContext("/", handler);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(US_ASCII);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void pause(Duration howLong) {
    try {
      Thread.sleep(howLong);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
