package io.tollgate.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Mono;

/**
 * Subscriptions whose grace ends at the same moment, of an ISV that hangs: how long until all are
 * frozen and their calls owed, and what pushes notice of it. The full size, which is timed, is asked
 * for by {@code -Dtollgate.flood=100000}.
 */
@TestPropertySource(properties = "test.world=TimerFloodIT")
class TimerFloodIT extends LifecycleIT {

  private static final int TIMERS = Integer.getInteger("tollgate.flood", 1_000);

  /** The full size has to be worked off in a minute, on two cores that do nothing else. */
  private static final int FULL = 100_000;

  private static final double FULL_SECONDS = 60;
  private static final int MOST_TURNED_AWAY = 20;
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMillis(50);

  @Test
  void worksOffWhatIsDueAtOnceWhilePushesGoOn() throws Exception {
    withoutCollections();
    var customer = customer("V0", "1000");
    var metered = opened(order(customer, ppu));
    var template = opened(order(customer, month));
    advance("PT1H");
    var calm = pushes(metered, () -> false, 0, 200);
    multiply(template);
    isv.behave(call -> Mono.never());

    var flood = new ArrayList<Long>();
    var done = new AtomicBoolean();
    var pusher =
        Thread.ofVirtual().start(() -> flood.addAll(pushes(metered, done::get, 200, 170_000)));
    var started = System.nanoTime();
    sql("UPDATE timer SET due_at = '%s' WHERE kind = 'INSTANCE_GRACE_OVER'".formatted(now()));
    awaitNoneLeft();
    var seconds = (System.nanoTime() - started) / 1e9;
    done.set(true);
    pusher.join();

    System.out.printf(
        "%,d timers due at once: %.1f s, %,.0f a second; pushes p50/p99 %s ms before, %s ms meanwhile"
            + " (%d)%n",
        TIMERS, seconds, TIMERS / seconds, percentiles(calm), percentiles(flood), flood.size());
    assertThat(count("SELECT count(*) FROM state_change WHERE to_state = 'FROZEN'"))
        .isEqualTo(TIMERS);
    assertThat(count("SELECT count(DISTINCT instance_no) FROM delivery"
            + " WHERE activity = 'updateInstanceStatus'"))
        .isEqualTo(TIMERS);
    if (TIMERS >= FULL) {
      assertThat(seconds).isLessThan(FULL_SECONDS * TIMERS / FULL);
    }
  }

  /** On one connection: making one costs as much as firing a few timers. */
  private void awaitNoneLeft() throws SQLException {
    try (var connection = stores.database().connect();
        var left = connection.prepareStatement(
            "SELECT EXISTS (SELECT FROM timer WHERE kind = 'INSTANCE_GRACE_OVER')")) {
      Awaitility.await().atMost(LONG).pollInterval(SOON).until(() -> {
        try (var rows = left.executeQuery()) {
          return rows.next() && !rows.getBoolean(1);
        }
      });
    }
  }

  /** As many subscriptions like {@code template} as timers are wanted, itself among them. */
  private void multiply(String template) {
    sql("""
        WITH bought AS (SELECT * FROM instance WHERE instance_id = '%s'),
        more AS (
          INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
            order_no, order_line_id, business_id, state, quantity, periods, version, activated_at,
            validity_from, expire_time, created_at)
          SELECT 'flood-' || n, kind, isv_no, customer_no, product_no, sku_no, item_no,
            order_no, order_line_id, 'flood-' || n, state, quantity, periods, version, activated_at,
            validity_from, expire_time, created_at
          FROM bought, generate_series(2, %d) n
          RETURNING instance_no)
        INSERT INTO timer (kind, subject, due_at)
        SELECT 'INSTANCE_GRACE_OVER', instance_no::text, '2999-01-01' FROM more""".formatted(template, TIMERS));
  }

  private List<Long> pushes(String metered, BooleanSupplier enough, int from, int to) {
    var took = new ArrayList<Long>();
    try {
      var now = now();
      while (from + took.size() < to && !enough.getAsBoolean()) {
        var at = from + took.size();
        var started = System.nanoTime();
        pushUntilTaken(metered, now.minusSeconds(3_500 - at % 50), now.minusSeconds(at / 50));
        took.add(System.nanoTime() - started);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return took;
  }

  /**
   * As a client does that is turned away by a busy machine; what it waits for counts. What was
   * turned away may have been stored after all: then its window is taken.
   */
  private void pushUntilTaken(String metered, Instant begin, Instant end) throws Exception {
    for (var turnedAway = 0; ; turnedAway++) {
      try {
        push(metered, null, "1", begin, end);
        return;
      } catch (AssertionError e) {
        var said = String.valueOf(e.getMessage());
        if (turnedAway > 0 && said.contains("error_code")) {
          return;
        }
        if (turnedAway == MOST_TURNED_AWAY || !said.contains("503")) {
          throw e;
        }
      }
    }
  }

  private static String percentiles(List<Long> nanos) {
    var sorted = nanos.stream().sorted().toList();
    return "%.1f/%.1f"
        .formatted(sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private long count(String query) {
    try (var connection = stores.database().connect();
        var running = connection.createStatement();
        var rows = running.executeQuery(query)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }
}
