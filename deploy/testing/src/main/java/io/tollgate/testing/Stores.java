package io.tollgate.testing;

import io.tollgate.embedded.EmbeddedStores;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;

/**
 * A real PostgreSQL and a real Redis for one test class, each with nothing in it but the schema.
 *
 * <p>The servers are started once per JVM and shared: by the addresses in {@value
 * Source#POSTGRES_VARIABLE} and {@value Source#REDIS_VARIABLE} where set, in containers where a
 * Docker engine answers, as child processes else. Take one with {@link #fresh}, or as a parameter
 * of a test class that carries {@link WithStores}.
 *
 * @param database has the migrations of {@code db/migration} applied where the class path has any
 * @param redis flushed; other test classes use other numbers
 */
public record Stores(TestDatabase database, TestRedis redis) {

  private static final int REDIS_DATABASES = 64;
  private static final AtomicInteger TAKEN = new AtomicInteger();

  /** A database and a Redis number of their own. */
  public static Stores fresh() {
    var source = Shared.SOURCE;
    var number = TAKEN.getAndIncrement();
    var name = "test_" + ProcessHandle.current().pid() + "_" + number;
    Shared.execute("CREATE DATABASE " + name + " TEMPLATE " + Shared.template());
    var redis = source.redis().withDatabase(number % REDIS_DATABASES);
    RedisCommands.expectOk(RedisCommands.send(redis, "FLUSHDB"), "FLUSHDB");
    return new Stores(source.postgres().withDatabase(name).asTestDatabase(), redis);
  }

  /** The Spring Boot properties that point an application at these stores. */
  public Map<String, String> springProperties() {
    return Map.of(
        "spring.r2dbc.url", database.r2dbcUrl(),
        "spring.r2dbc.username", database.user(),
        "spring.r2dbc.password", database.password(),
        "spring.data.redis.url", redis.uri());
  }

  /** The same for {@code @DynamicPropertySource}: {@code stores.register(registry::add)}. */
  public void register(BiConsumer<String, Supplier<Object>> registry) {
    springProperties().forEach((name, value) -> registry.accept(name, () -> value));
  }

  /** Empties the whole Redis, every database of it, as an operator's accident would. */
  public void flushAllRedis() {
    RedisCommands.expectOk(RedisCommands.send(redis, "FLUSHALL"), "FLUSHALL");
  }

  /** How many keys of this Redis match {@code pattern}. */
  public int countRedisKeys(String pattern) {
    var arrayHeader = RedisCommands.send(redis, "KEYS " + pattern);
    return Integer.parseInt(arrayHeader.substring(1));
  }

  /** Whether the servers are our own child processes, so that a test may stop and kill them. */
  public static boolean areProcesses() {
    return Shared.SOURCE.processes().isPresent();
  }

  public void stopRedis() {
    processes().redis().stop();
  }

  public void killRedis() {
    processes().redis().kill();
  }

  public void startRedis() {
    processes().redis().start();
  }

  public void stopPostgres() {
    processes().postgres().stop();
  }

  public void killPostgres() {
    processes().postgres().kill();
  }

  public void startPostgres() {
    processes().postgres().start();
  }

  private static EmbeddedStores processes() {
    return Shared.SOURCE
        .processes()
        .orElseThrow(() -> new IllegalStateException("The stores are given from outside and cannot"
            + " be stopped; guard the test with assumeTrue(Stores.areProcesses())"));
  }

  /** What all test classes of this JVM have in common; started when first asked for. */
  private static final class Shared {

    static final Source SOURCE = Source.find();

    private static final String EMPTY = "template0";
    private static final String TEMPLATE = makeTemplate();

    static String template() {
      return TEMPLATE;
    }

    static void execute(String sql) {
      try (var connection = SOURCE.postgres().asTestDatabase().connect();
          var statement = connection.createStatement()) {
        statement.execute(sql);
      } catch (SQLException e) {
        throw new IllegalStateException("The test PostgreSQL refused: " + sql, e);
      }
    }

    private static String makeTemplate() {
      if (Stores.class.getResource("/db/migration") == null) {
        return EMPTY;
      }
      var name = "template_" + ProcessHandle.current().pid();
      execute("DROP DATABASE IF EXISTS " + name);
      execute("CREATE DATABASE " + name + " TEMPLATE " + EMPTY);
      var template = SOURCE.postgres().withDatabase(name).asTestDatabase();
      Flyway.configure()
          .dataSource(template.jdbcUrl(), template.user(), template.password())
          .locations("classpath:db/migration")
          .load()
          .migrate();
      return name;
    }
  }
}
