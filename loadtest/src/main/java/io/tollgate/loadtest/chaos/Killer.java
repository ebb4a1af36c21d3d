package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.isv.CallLog;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Kills a gateway of a cluster whenever a number of calls has arrived at the ISV, so that it strikes
 * in the middle of the work, and starts it again. Never more than one is away at a time.
 */
final class Killer {

  private static final long LOOK_EVERY_MILLIS = 2;

  private final Thread thread;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
  private final AtomicInteger struck = new AtomicInteger();
  private volatile boolean stopping;

  /**
   * @param arrivals about how many calls will arrive in all
   */
  static Killer start(Cluster cluster, CallLog calls, long seed, int kills, int arrivals) {
    var random = new Random(seed);
    var moments = random.ints(kills, 1, Math.max(2, arrivals)).sorted().boxed().toList();
    return new Killer(cluster, calls, random, moments);
  }

  private Killer(Cluster cluster, CallLog calls, Random random, List<Integer> moments) {
    thread = Thread.ofVirtual().start(() -> strike(cluster, calls, random, moments));
  }

  private void strike(Cluster cluster, CallLog calls, Random random, List<Integer> moments) {
    try {
      for (var moment : moments) {
        while (calls.size() < moment) {
          if (stopping) {
            return;
          }
          Thread.sleep(LOOK_EVERY_MILLIS);
        }
        cluster.killAndRestart(random.nextInt(cluster.size()));
        struck.incrementAndGet();
      }
    } catch (IOException | GatewayFailure e) {
      failure.set(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Kills done. */
  int struck() {
    return struck.get();
  }

  /** Kills no more, and returns when the last gateway that was killed is back. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    var problem = failure.get();
    if (problem != null) {
      throw new GatewayFailure(problem);
    }
  }
}
