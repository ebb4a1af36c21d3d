package io.tollgate.loadtest.billing;

import io.tollgate.loadtest.http.Http;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Looks at the gateway's heap again and again, as its metrics show it, and keeps the most. */
final class HeapWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String HEAP_USED = "jvm_memory_used_bytes{area=\"heap\"";
  private static final double BYTES_A_MEBIBYTE = 1 << 20;

  private final URI metrics;
  private final AtomicLong mostBytes = new AtomicLong();
  private final Thread watcher = Thread.ofPlatform().daemon().unstarted(this::watch);

  private HeapWatch(URI metrics) {
    this.metrics = metrics;
  }

  /** Watches until closed. */
  static HeapWatch on(int managementPort) {
    var watch =
        new HeapWatch(URI.create("http://localhost:" + managementPort + "/actuator/prometheus"));
    watch.watcher.start();
    return watch;
  }

  /** The most that was in use since the last call, in MiB, garbage included. */
  double mostMebibytes() {
    return mostBytes.getAndSet(0) / BYTES_A_MEBIBYTE;
  }

  private void watch() {
    try (var http = Http.plain(PATIENCE)) {
      while (!Thread.currentThread().isInterrupted()) {
        look(http);
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException done) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Http http) {
    try {
      var reply = http.send("GET", metrics, Map.of(), new byte[0]);
      var used = reply
          .body()
          .lines()
          .filter(line -> line.startsWith(HEAP_USED))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
      mostBytes.accumulateAndGet((long) used, Math::max);
    } catch (IOException busy) {
      // The next look may be answered; a gateway that died is noticed by whoever works with it.
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
