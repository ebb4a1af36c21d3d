package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * ISV workers that push without a pause, and send a batch again until it is answered well: what a
 * careful ISV does. Every batch that was begun is acknowledged in the end, or the load fails.
 */
final class RetryingLoad implements AutoCloseable {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
  private static final String RECORD_VALUE = "0.5";

  private final Fleet fleet;
  private final UsageSource source;
  private final Ledger ledger;
  private final int batchSize;
  private final Duration giveUpAfter;
  private final ExecutorService workers;
  private final CountDownLatch finished;
  private final AtomicLong resent = new AtomicLong();
  private final AtomicLong foundCommitted = new AtomicLong();
  private final AtomicLong longestUnansweredNanos = new AtomicLong();
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private volatile boolean stopping;

  private RetryingLoad(
      Fleet fleet,
      UsageSource source,
      Ledger ledger,
      int workerCount,
      int batchSize,
      Duration giveUpAfter) {
    this.fleet = fleet;
    this.source = source;
    this.ledger = ledger;
    this.batchSize = batchSize;
    this.giveUpAfter = giveUpAfter;
    this.finished = new CountDownLatch(workerCount);
    this.workers = Executors.newFixedThreadPool(workerCount, Thread.ofVirtual().factory());
  }

  /**
   * @param giveUpAfter how long one batch may stay unanswered before the load fails
   */
  static RetryingLoad start(
      Fleet fleet,
      UsageSource source,
      Ledger ledger,
      int workerCount,
      int batchSize,
      Duration giveUpAfter) {
    var load = new RetryingLoad(fleet, source, ledger, workerCount, batchSize, giveUpAfter);
    for (var worker = 0; worker < workerCount; worker++) {
      load.workers.execute(load::work);
    }
    return load;
  }

  private void work() {
    try {
      while (!stopping) {
        var batch = source.next(batchSize, RECORD_VALUE);
        pushUntilAnswered(batch);
        ledger.acknowledge(batch);
      }
    } catch (GatewayFailure e) {
      failure.compareAndSet(null, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      finished.countDown();
    }
  }

  private void pushUntilAnswered(List<UsageRecord> batch) throws InterruptedException {
    var begun = System.nanoTime();
    for (var attempt = 1; ; attempt++) {
      var reply = push(batch);
      if (reply != null && reply.text("error_code").equals("MKT.0000")) {
        if (attempt > 1) {
          countReplays(reply);
          longestUnansweredNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
        return;
      }
      if (reply != null && reply.status() < 500 && reply.status() != 406) {
        throw new GatewayFailure("a push was answered " + reply.inShort());
      }
      if (System.nanoTime() - begun > giveUpAfter.toNanos()) {
        throw new GatewayFailure("a batch was not accepted for %d s; last answer %s"
            .formatted(giveUpAfter.toSeconds(), reply == null ? "none" : reply.inShort()));
      }
      Thread.sleep(RETRY_PAUSE);
    }
  }

  private @Nullable Reply push(List<UsageRecord> batch) {
    try {
      return fleet.isv().pushForResults(batch);
    } catch (IOException noAnswer) {
      return null;
    }
  }

  /** A replay on a second sending had been committed by the first, whose answer was lost. */
  private void countReplays(Reply reply) {
    resent.incrementAndGet();
    reply.json().path("data").path("results").forEach(result -> {
      if (result.path("status").asString("").equals("REPLAY")) {
        foundCommitted.incrementAndGet();
      }
    });
  }

  /** Batches that were sent more than once. */
  long resent() {
    return resent.get();
  }

  /** Records that were committed, though the answer never came. */
  long foundCommitted() {
    return foundCommitted.get();
  }

  /** From the first sending of a batch to its answer, at worst. */
  Duration longestUnanswered() {
    return Duration.ofNanos(longestUnansweredNanos.get());
  }

  /** Lets every worker finish its batch. */
  void finish() throws InterruptedException {
    stopping = true;
    var ended = finished.await(giveUpAfter.toSeconds() + 60, TimeUnit.SECONDS);
    var problem = failure.get();
    if (problem != null) {
      throw new GatewayFailure(problem);
    }
    if (!ended) {
      throw new GatewayFailure("a push neither succeeded nor failed");
    }
  }

  @Override
  public void close() {
    stopping = true;
    workers.shutdownNow();
  }
}
