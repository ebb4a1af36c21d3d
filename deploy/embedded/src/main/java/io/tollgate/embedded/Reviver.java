package io.tollgate.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after running stores and starts one again that was killed or gave up. */
final class Reviver {

  private static final Logger log = LoggerFactory.getLogger(Reviver.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Thread thread;

  Reviver(EmbeddedPostgres postgres, EmbeddedRedis redis) {
    this.thread = Thread.ofVirtual().name("revive-stores").unstarted(() -> {
      while (!Thread.currentThread().isInterrupted()) {
        revive("PostgreSQL", postgres::revive);
        revive("Redis", redis::revive);
        pause();
      }
    });
  }

  void start() {
    thread.start();
  }

  void stop() {
    thread.interrupt();
  }

  private static void revive(String name, BooleanSupplier revival) {
    try {
      if (revival.getAsBoolean()) {
        log.warn("{} had ended unexpectedly and was started again", name);
      }
    } catch (StoresUnavailableException e) {
      log.error("{} ended unexpectedly and cannot be started again yet", name, e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
