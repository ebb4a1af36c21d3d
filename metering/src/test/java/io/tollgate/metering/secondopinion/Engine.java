package io.tollgate.metering.secondopinion;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.delivery.DeliveryWake;
import io.tollgate.metering.secret.SecretCipher;
import io.tollgate.metering.timer.TimerWake;
import io.tollgate.metering.usage.UsageLimits;
import io.tollgate.testing.Stores;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ClassPathBeanDefinitionScanner;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * The engine's own components on real stores. Nothing happens by itself: no timer fires and no
 * delivery leaves, and time is where the test puts it.
 */
final class Engine implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

  /** Everything but what works on its own account. */
  private static final String PARTS = "io\\.tollgate\\.metering\\."
      + "(account|audit|catalogue|collection(?!\\.CollectionConfiguration)|correction|event|instance"
      + "|isv|order|quota|redis|replay|settlement(?!\\.SettlementConfiguration)|usage|timer\\.postgres\\.PostgresTimers"
      + "|delivery\\.postgres\\.PostgresDeliveries)\\b.*";

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();
  private final ConnectionPool pool;
  private volatile Instant now = Instant.EPOCH;

  Engine(Stores stores) {
    pool = pool(stores);
    var transactions = new R2dbcTransactionManager(pool);
    context.registerBean(ConnectionFactory.class, () -> pool);
    context.registerBean(DatabaseClient.class, () -> DatabaseClient.create(pool));
    context.registerBean(ReactiveTransactionManager.class, () -> transactions);
    context.registerBean(
        TransactionalOperator.class, () -> TransactionalOperator.create(transactions));
    context.registerBean(LettuceConnectionFactory.class, () -> redis(stores));
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    context.registerBean(JsonMapper.class, () -> JsonMapper.builder().build());
    context.registerBean(
        SecretCipher.class, () -> new SecretCipher(new byte[32], new SecureRandom()));
    context.registerBean(TimerWake.class, () -> () -> {});
    context.registerBean(DeliveryWake.class, () -> () -> {});
    context.registerBean(BusinessClock.class, PlacedClock::new);
    context.registerBean(Clock.class, Clock::systemUTC);
    context.registerBean(
        UsageLimits.class,
        () -> new UsageLimits(
            Duration.ofDays(21),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24)));
    var scanner = new ClassPathBeanDefinitionScanner(context);
    scanner.addExcludeFilter(
        (metadata, factory) -> !metadata.getClassMetadata().getClassName().matches(PARTS));
    scanner.scan("io.tollgate.metering");
    context.refresh();
  }

  <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  void moveTo(LocalDateTime local) {
    now = Texts.instant(local);
  }

  /** Redis comes back with nothing in it. */
  void emptyRedis() {
    try (ReactiveRedisConnection connection =
        part(LettuceConnectionFactory.class).getReactiveConnection()) {
      requireNonNull(connection.serverCommands().flushDb().block(PATIENCE));
    }
  }

  private static ConnectionPool pool(Stores stores) {
    var database = stores.database();
    var options = ConnectionFactoryOptions.parse(database.r2dbcUrl())
        .mutate()
        .option(ConnectionFactoryOptions.USER, database.user())
        .option(ConnectionFactoryOptions.PASSWORD, database.password())
        .build();
    return new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(options))
        .maxSize(10)
        .build());
  }

  private static LettuceConnectionFactory redis(Stores stores) {
    var redis = stores.redis();
    var address = new RedisStandaloneConfiguration(redis.host(), redis.port());
    address.setDatabase(redis.database());
    if (redis.password() != null) {
      address.setPassword(redis.password());
    }
    return new LettuceConnectionFactory(address);
  }

  @Override
  public void close() {
    context.close();
    pool.dispose();
  }

  private final class PlacedClock implements BusinessClock {

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public ZoneId zone() {
      return ZONE;
    }
  }
}
