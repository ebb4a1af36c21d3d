package io.tollgate.metering.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.dial.DialTestStore.DueDialTest;
import io.tollgate.metering.dial.DialTestStore.Run;
import io.tollgate.testing.Stores;
import io.tollgate.testing.TestDatabase;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** Several nodes that take dial tests from one store. */
@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DialTestStoreIT {

  private static final Instant MORNING = Instant.parse("2026-01-05T01:00:00Z");
  private static final Instant AFTERNOON = Instant.parse("2026-01-05T07:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PRODUCTS = 100;

  private final TestDatabase database;
  private final ConnectionPool pool;
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final DialTestStore store;

  DialTestStoreIT(Stores stores) {
    database = stores.database();
    var options = ConnectionFactoryOptions.parse(database.r2dbcUrl())
        .mutate()
        .option(ConnectionFactoryOptions.USER, database.user())
        .option(ConnectionFactoryOptions.PASSWORD, database.password())
        .build();
    pool = new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
        .maxSize(4)
        .build());
    context.registerBean(DatabaseClient.class, () -> DatabaseClient.create(pool));
    context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    new ClassPathBeanDefinitionScanner(context).scan("io.tollgate.metering.dial.postgres");
    context.refresh();
    store = context.getBean(DialTestStore.class);
  }

  @BeforeAll
  void sells() {
    sql("INSERT INTO isv (isv_id, name, created_at) VALUES ('isv-dial', 'Demo', now())");
    sql("INSERT INTO product (product_code, isv_no, name, production_url, interface_version,"
        + " category, created_at)"
        + " SELECT 'p-dial-' || n, isv_no, 'Demo', 'https://isv.example.com', 'V2', 'GENERAL', now()"
        + " FROM isv, generate_series(1, %d) n WHERE isv_id = 'isv-dial'".formatted(PRODUCTS));
  }

  @BeforeEach
  void startsAnew() {
    sql("DELETE FROM dial_test");
  }

  @AfterAll
  void close() {
    context.close();
    pool.dispose();
  }

  @Test
  void givesEachTestToOneNode() {
    sql(
        "INSERT INTO dial_test (product_no, cases, due_at) SELECT product_no, '[]', '%s' FROM product"
            .formatted(MORNING));
    var node = Flux.defer(() -> store.take(MORNING, 3).collectList())
        .repeat()
        .takeUntil(List::isEmpty)
        .flatMapIterable(taken -> taken)
        .map(DueDialTest::productNo);

    var taken = Flux.merge(node, node, node).collectList().block(PATIENCE);

    assertThat(taken).hasSize(PRODUCTS).doesNotHaveDuplicates();
    assertThat(store.anyDue(MORNING).block(PATIENCE)).isTrue();
  }

  @Test
  void writesDownATestOnceAndByTheNodeThatTookItLast() {
    var productNo = save();
    var lost = take();
    sql("UPDATE dial_test SET leased_until = now() - interval '1 second'");
    var heir = take();
    assertThat(heir.productNo()).isEqualTo(productNo);
    assertThat(heir.cases()).hasSize(1);

    assertThat(record(lost, "too late")).isNull();
    assertThat(record(heir, "no answer")).isEqualTo(1);
    assertThat(record(heir, "no answer")).isNull();

    var test = Objects.requireNonNull(store.find(productNo).block(PATIENCE));
    assertThat(test.failedDays()).isEqualTo(1);
    assertThat(test.lastError()).isEqualTo("no answer");
    assertThat(store.nextDue(MORNING).block(PATIENCE)).isEqualTo(AFTERNOON);
  }

  @Test
  void forgetsATestUnderWayWhenItsCasesChange() {
    var productNo = save();
    var old = take();

    store.save(productNo, List.of(), null).block(PATIENCE);

    assertThat(record(old, "no answer")).isNull();
    assertThat(store.find(productNo).block(PATIENCE)).isEqualTo(DialTest.NONE);
  }

  private int save() {
    var productNo =
        Integer.parseInt(query("SELECT product_no FROM product WHERE product_code = 'p-dial-1'"));
    var testCase = new TestCase(Activity.NEW_INSTANCE, Map.of("orderId", "MOCKTRIED"));
    store.save(productNo, List.of(testCase), MORNING).block(PATIENCE);
    return productNo;
  }

  private DueDialTest take() {
    return Objects.requireNonNull(store.take(MORNING, 10).blockFirst(PATIENCE));
  }

  private @Nullable Integer record(DueDialTest test, String error) {
    var day = LocalDate.of(2026, 1, 5);
    return store.record(test, new Run(MORNING, day, true, error, AFTERNOON)).block(PATIENCE);
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
}
