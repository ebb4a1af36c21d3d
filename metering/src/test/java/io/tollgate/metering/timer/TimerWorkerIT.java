package io.tollgate.metering.timer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.testing.Stores;
import io.tollgate.testing.TestDatabase;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Two nodes on one store. */
@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimerWorkerIT {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The sessions that have left an effect and not committed it. */
  private static final String OPEN_EFFECT = """
      FROM pg_stat_activity
      WHERE datname = current_database() AND state = 'idle in transaction'
        AND query LIKE 'INSERT INTO effect%'""";

  private static final String OPEN_EFFECTS = "SELECT count(*) " + OPEN_EFFECT;

  private final TestDatabase database;
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final List<Node> nodes = new ArrayList<>();

  TimerWorkerIT(Stores stores) {
    database = stores.database();
  }

  @BeforeEach
  void startAnew() {
    now.set(NOON);
    sql("DROP TABLE IF EXISTS effect");
    sql("CREATE TABLE effect (number bigint GENERATED ALWAYS AS IDENTITY, subject text)");
    sql("DELETE FROM timer");
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    nodes.clear();
  }

  @Test
  void hasOneEffectEachOnTwoNodesThoughFiringsFail() {
    sql(
        "INSERT INTO timer (kind, subject, due_at) SELECT 'TEST', n, '%s' FROM generate_series(1, 2000) n"
            .formatted(NOON));

    var first = node(0.1);
    var second = node(0.1);
    first.worker.start();
    second.worker.start();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> query("SELECT count(*) FROM timer").equals("0"));
    assertThat(query("SELECT count(*) || ' ' || count(DISTINCT subject) FROM effect"))
        .isEqualTo("2000 2000");
  }

  @Test
  void firesTogetherWithOneEffectEachAndOneByOneWhereThatFails() {
    sql("INSERT INTO timer (kind, subject, due_at)"
        + " SELECT 'TEST', n, timestamptz '%s' - n %% 5 * interval '1 second'".formatted(NOON)
        + " FROM generate_series(1, 2000) n");

    node(0.02, 16).worker.start();
    node(0.02, 16).worker.start();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> query("SELECT count(*) FROM timer").equals("0"));
    assertThat(query("SELECT count(*) || ' ' || count(DISTINCT subject) FROM effect"))
        .isEqualTo("2000 2000");
  }

  @Test
  void doesNotFireTogetherWhatIsLateAndDueAtDifferentTimes() {
    for (var hour = 24; hour > 0; hour--) {
      sql("INSERT INTO timer (kind, subject, due_at) VALUES ('TEST', '%02d', '%s')"
          .formatted(24 - hour, NOON.minus(Duration.ofHours(hour))));
    }

    node(0, 16).worker.start();
    node(0, 16).worker.start();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> query("SELECT count(*) FROM timer").equals("0"));
    assertThat(query("SELECT string_agg(subject, ' ' ORDER BY number) FROM effect"))
        .isEqualTo("00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23");
  }

  @Test
  void catchesUpInOrderOfDueTimesAfterAnOutage() {
    for (var hour = 24; hour > 0; hour--) {
      sql("INSERT INTO timer (kind, subject, due_at) VALUES ('TEST', '%02d', '%s')"
          .formatted(24 - hour, NOON.minus(Duration.ofHours(hour))));
    }

    node(0).worker.start();
    node(0).worker.start();

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> query("SELECT count(*) FROM timer").equals("0"));
    assertThat(query("SELECT string_agg(subject, ' ' ORDER BY number) FROM effect"))
        .isEqualTo("00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23");
  }

  @Test
  void leavesWhatIsNotDueAndWhatNobodyHandles() {
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('TEST', 'later', '%s')"
        .formatted(NOON.plusSeconds(1)));
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('FOREIGN', 'x', '%s')".formatted(NOON));
    var node = node(0);

    assertThat(node.worker.runDue().block(PATIENCE)).isZero();
    assertThat(node.worker.nextDue().block(PATIENCE)).isEqualTo(NOON.plusSeconds(1));
    now.set(NOON.plusSeconds(1));
    assertThat(node.worker.runDue().block(PATIENCE)).isEqualTo(1);

    assertThat(query("SELECT string_agg(kind, ' ') FROM timer")).isEqualTo("FOREIGN");
  }

  @Test
  void doesNotWaitForWhatKeepsFailing() {
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('TEST', 'x', '%s')".formatted(NOON));
    var node = node(1);

    assertThat(node.worker.runDue().block(PATIENCE)).isNotNull();

    assertThat(query("SELECT failures || ' ' || (last_error LIKE '%unlucky%') FROM timer"))
        .isEqualTo("3 true");
  }

  @Test
  void takesOverWhatANodeLeavesWhenItIsLostInTheMiddle() {
    sql("INSERT INTO timer (kind, subject, due_at) VALUES ('TEST', 'x', '%s')".formatted(NOON));
    var end = Sinks.<Void>empty();
    var lost = new Node(0, 1, end.asMono());
    nodes.add(lost);
    lost.worker.start();
    Awaitility.await().atMost(PATIENCE).until(() -> query(OPEN_EFFECTS).equals("1"));
    node(0).worker.start();
    assertThat(query("SELECT count(*) FROM effect")).isEqualTo("0");

    sql("SELECT pg_terminate_backend(pid) " + OPEN_EFFECT);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> query("SELECT count(*) FROM timer").equals("0"));
    assertThat(query("SELECT string_agg(subject, ' ') FROM effect")).isEqualTo("x");
    end.tryEmitEmpty();
    assertThat(lost.worker.runDue().block(PATIENCE)).isZero();
    assertThat(query("SELECT string_agg(subject, ' ') FROM effect")).isEqualTo("x");
  }

  private Node node(double failureRate) {
    return node(failureRate, 1);
  }

  private Node node(double failureRate, int together) {
    var node = new Node(failureRate, together, Mono.empty());
    nodes.add(node);
    return node;
  }

  private void sql(String statement) {
    try (var connection = database.connect();
        var running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private String query(String statement) {
    try (var connection = database.connect();
        var running = connection.createStatement();
        var rows = running.executeQuery(statement)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(statement, e);
    }
  }

  private final class Node implements AutoCloseable {

    private final ConnectionPool pool;
    private final AnnotationConfigApplicationContext context =
        new AnnotationConfigApplicationContext();
    private final TimerWorker worker;

    Node(double failureRate, int together, Mono<Void> rest) {
      var options = ConnectionFactoryOptions.parse(database.r2dbcUrl())
          .mutate()
          .option(ConnectionFactoryOptions.USER, database.user())
          .option(ConnectionFactoryOptions.PASSWORD, database.password())
          .build();
      pool =
          new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
              .maxSize(8)
              .build());
      var client = DatabaseClient.create(pool);
      context.registerBean(DatabaseClient.class, () -> client);
      context.registerBean(TimerWake.class, () -> () -> {});
      new ClassPathBeanDefinitionScanner(context).scan("io.tollgate.metering.timer.postgres");
      context.refresh();
      worker = new TimerWorker(
          context.getBean(TimerQueue.class),
          clock(),
          TransactionalOperator.create(new R2dbcTransactionManager(pool)),
          List.of(new Effect(client, failureRate, together, rest)),
          new TimerProperties(
              4, Duration.ofMillis(50), Duration.ofMinutes(10), Duration.ofSeconds(10)),
          new SimpleMeterRegistry());
    }

    private BusinessClock clock() {
      return new BusinessClock() {
        @Override
        public Instant now() {
          return now.get();
        }

        @Override
        public ZoneId zone() {
          return ZoneOffset.UTC;
        }
      };
    }

    @Override
    public void close() {
      worker.stop();
      context.close();
      pool.dispose();
    }
  }

  /** Leaves a row, and fails now and then after it was written. */
  private record Effect(DatabaseClient client, double failureRate, int together, Mono<Void> rest)
      implements TimerHandler {

    @Override
    public String kind() {
      return "TEST";
    }

    @Override
    public Mono<Void> fire(Timer timer) {
      return client
          .sql("INSERT INTO effect (subject) VALUES (:subject)")
          .bind("subject", timer.subject())
          .then()
          .then(Mono.defer(() -> ThreadLocalRandom.current().nextDouble() < failureRate
              ? Mono.error(new IllegalStateException("unlucky"))
              : rest));
    }
  }
}
