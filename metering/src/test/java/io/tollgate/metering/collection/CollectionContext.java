package io.tollgate.metering.collection;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.tollgate.metering.audit.AuditEntry;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.DeliveryWake;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.secret.SecretCipher;
import io.tollgate.metering.timer.TimerWake;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.testing.TestDatabase;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The billing half of the engine on a real database, without the rest of the product: only what a
 * test names is found, time stands where the test puts it, and no timer or call leaves by itself.
 */
public final class CollectionContext implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final ConnectionPool pool;
  private final MovableClock clock = new MovableClock();

  /** A context with the components whose class names match {@code patterns}. */
  public CollectionContext(TestDatabase database, String... patterns) {
    pool = pool(database);
    context.registerBean(ConnectionFactory.class, () -> pool);
    context.registerBean(BusinessClock.class, () -> clock);
    context.registerBean(TimerWake.class, () -> () -> {});
    context.registerBean(DeliveryWake.class, () -> () -> {});
    context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    context.registerBean(AuditLog.class, SilentAudit::new);
    context.registerBean(Events.class, () -> event -> Mono.empty());
    context.registerBean(
        SecretCipher.class, () -> new SecretCipher(new byte[32], new SecureRandom()));
    context.registerBean(FactsChanged.class, SilentFacts::new);
    var transactions = new R2dbcTransactionManager(pool);
    context.registerBean(ReactiveTransactionManager.class, () -> transactions);
    context.registerBean(
        TransactionalOperator.class, () -> TransactionalOperator.create(transactions));
    context.registerBean(DatabaseClient.class, () -> DatabaseClient.create(pool));
    var scanner = new ClassPathBeanDefinitionScanner(context);
    scanner.addExcludeFilter((metadata, factory) ->
        Stream.of(patterns).noneMatch(metadata.getClassMetadata().getClassName()::matches));
    scanner.scan("io.tollgate.metering");
    context.refresh();
  }

  /** What collection itself is made of. */
  public static String[] collectionParts() {
    return new String[] {
      "io\\.tollgate\\.metering\\.collection\\.(?!CollectionConfiguration|BooksReplay).*",
      "io\\.tollgate\\.metering\\.account\\.postgres\\.Postgres(Journal|CustomerLock)",
      "io\\.tollgate\\.metering\\.timer\\.postgres\\.PostgresTimers"
    };
  }

  /** Collection and everything that is built on it. */
  public static String[] billingParts() {
    return Stream.concat(
            Stream.of(collectionParts()),
            Stream.of(
                "io\\.tollgate\\.metering\\.collection\\.BooksReplay",
                "io\\.tollgate\\.metering\\.(correction|feed|inquiry|reconciliation|replay)\\..*",
                "io\\.tollgate\\.metering\\.settlement\\.(?!SettlementConfiguration).*"))
        .toArray(String[]::new);
  }

  private static ConnectionPool pool(TestDatabase database) {
    var options = ConnectionFactoryOptions.parse(database.r2dbcUrl())
        .mutate()
        .option(ConnectionFactoryOptions.USER, database.user())
        .option(ConnectionFactoryOptions.PASSWORD, database.password())
        .build();
    return new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
        .maxSize(10)
        .build());
  }

  /** All beans of a type. */
  public <T> List<T> beans(Class<T> type) {
    return List.copyOf(context.getBeansOfType(type).values());
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** Puts business time at {@code now}. */
  public void moveTo(Instant now) {
    clock.now = now;
  }

  @Override
  public void close() {
    context.close();
    pool.dispose();
  }

  /** Nobody audits these tests. */
  private static final class SilentAudit implements AuditLog {

    @Override
    public Mono<Void> record(
        String action, String subject, @Nullable Object before, @Nullable Object after) {
      return Mono.empty();
    }

    @Override
    public Mono<List<AuditEntry>> read(@Nullable String subject, long after, int limit) {
      return Mono.just(List.of());
    }
  }

  /** No cache listens in these tests. */
  private static final class SilentFacts implements FactsChanged {

    @Override
    public Mono<Void> publish(List<FactsChange> changes) {
      return Mono.empty();
    }

    @Override
    public Flux<FactsChange> changes() {
      return Flux.never();
    }
  }

  private static final class MovableClock implements BusinessClock {

    private volatile Instant now = Instant.EPOCH;

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public ZoneId zone() {
      return LedgerFixture.ZONE;
    }
  }
}
