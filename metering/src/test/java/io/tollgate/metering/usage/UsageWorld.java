package io.tollgate.metering.usage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.timer.Timers;
import io.tollgate.testing.Stores;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * One ISV with one pay-per-use item, one customer, on real stores: what it takes to push usage.
 *
 * <p>The clock stands still at {@link #NOW}; everything was activated a day before.
 */
final class UsageWorld implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-01-10T12:05:00Z");
  static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final Instant ACTIVATED = NOW.minus(Duration.ofDays(1));
  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Stores stores;
  private final AnnotationConfigApplicationContext context;
  private final Connection jdbc;
  private int customers;
  private int packages;

  UsageWorld(Stores stores) throws SQLException {
    this.stores = stores;
    this.jdbc = stores.database().connect();
    this.context = new AnnotationConfigApplicationContext();
    context.registerBean(ConnectionFactory.class, () -> pool(stores));
    context.registerBean(
        DatabaseClient.class,
        () -> DatabaseClient.create(context.getBean(ConnectionFactory.class)));
    context.registerBean(LettuceConnectionFactory.class, () -> redis(stores));
    context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
    context.registerBean(Timers.class, SilentTimers::new);
    context.registerBean(BusinessClock.class, StandingClock::new);
    context.registerBean(Clock.class, Clock::systemUTC);
    context.registerBean(
        UsageLimits.class,
        () -> new UsageLimits(
            Duration.ofDays(21),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24)));
    context.scan(
        "io.tollgate.metering.usage", "io.tollgate.metering.quota", "io.tollgate.metering.redis");
    context.refresh();
    makeSeller();
  }

  UsageIntake intake() {
    return context.getBean(UsageIntake.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Stores stores() {
    return stores;
  }

  FactsChanged facts() {
    return context.getBean(FactsChanged.class);
  }

  List<RecordOutcome> push(ReportedRecord... records) {
    return Objects.requireNonNull(push(List.of(records)).block(DEADLINE));
  }

  Mono<List<RecordOutcome>> push(List<ReportedRecord> records) {
    return intake().accept(new UsagePush(1, records, true, false, false));
  }

  /** Usage of the hour that ended {@code hoursAgo} hours ago. */
  static ReportedRecord usage(
      String sn, String instanceId, int hoursAgo, String value, @Nullable String packageId) {
    var end = Instant.parse("2026-01-10T12:00:00Z").minus(Duration.ofHours(hoursAgo));
    return new ReportedRecord(
        instanceId,
        WIRE.format(end),
        WIRE.format(end.minus(Duration.ofHours(1))),
        WIRE.format(end),
        value,
        sn,
        packageId);
  }

  /** A further pay-per-use instance of a customer of its own. */
  String instance() {
    var number = ++customers;
    execute("INSERT INTO customer (customer_id, name, level, type, currency, created_at)"
        + " VALUES ('c-" + number + "', 'C', 'V1', 'PREPAID', 'CNY', now())");
    return instance(number);
  }

  private String instance(int customerNo) {
    var id = "inst-" + customerNo;
    insertInstance(id, "ON_DEMAND", customerNo, 1);
    return id;
  }

  /** A package of the customer of {@code instanceId}, valid for ten days from its activation. */
  String packageOf(String instanceId, long quantity, boolean stopBeforeExcess) {
    var customerNo = Integer.parseInt(instanceId.substring("inst-".length()));
    var id = "pkg-%d-%03d".formatted(customerNo, ++packages);
    insertInstance(id, "PACKAGE", customerNo, 2);
    execute("INSERT INTO slot (customer_no, item_no) VALUES (" + customerNo + ", 1)"
        + " ON CONFLICT DO NOTHING");
    execute("""
        INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
          purchased_at)
        SELECT i.instance_no, s.slot_no, i.activated_at, i.activated_at + interval '10 days', %d,
          %s, i.activated_at
        FROM instance i, slot s
        WHERE i.instance_id = '%s' AND s.customer_no = %d
        """.formatted(quantity * 10_000, stopBeforeExcess, id, customerNo));
    facts().publish(FactsChange.slot(customerNo, 1)).block(DEADLINE);
    return id;
  }

  void overQuota(String rule) {
    execute("UPDATE product SET over_quota = '" + rule + "'");
    facts().publish(FactsChange.product(1)).block(DEADLINE);
  }

  private void insertInstance(String id, String kind, int customerNo, int itemNo) {
    execute("""
        INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
          order_no, order_line_id, business_id, state, activated_at, created_at)
        VALUES ('%s', '%s', 1, %d, 1, 1, %d, 1, 'O-1-000001', 'b', 'ACTIVE', '%s', now())
        """.formatted(id, kind, customerNo, itemNo, ACTIVATED));
  }

  private void makeSeller() {
    execute("INSERT INTO isv (isv_id, name, created_at) VALUES ('isv', 'I', now())");
    execute("INSERT INTO isv (isv_id, name, created_at) VALUES ('other', 'O', now())");
    execute("""
        INSERT INTO product (product_code, isv_no, name, production_url, interface_version,
          category, created_at)
        VALUES ('p', 1, 'P', 'https://isv.example.com', 'V2', 'GENERAL', now())
        """);
    execute("""
        INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
        VALUES ('ppu', 1, 'ON_DEMAND', '{}', now())
        """);
    execute("INSERT INTO billing_item (product_id, sku_no, cycle) VALUES ('item', 1, 'HOURLY')");
    execute("INSERT INTO billing_item (product_id, sku_no) VALUES ('package', 1)");
    execute("""
        INSERT INTO customer (customer_id, name, level, type, currency, created_at)
        VALUES ('c-1', 'C', 'V1', 'PREPAID', 'CNY', now())
        """);
    execute("""
        INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
          quantity, periods, state, amount, currency, created_at)
        VALUES ('O-1', 'NEW', 1, 1, 1, 1, 1, 'ACTIVE', 0, 'CNY', now())
        """);
    execute("INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)"
        + " VALUES ('O-1-000001', 1, 1, '{item}')");
    customers = 1;
    instance(1);
  }

  void execute(String sql) {
    try (var statement = jdbc.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** One number that a query answers; 0 for null. */
  long number(String sql) {
    try (var statement = jdbc.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Units gone from a package, as the ledger has them. */
  long drawn(String packageId) {
    return number("SELECT sum(q.drawn) FROM quota q JOIN instance i ON i.instance_no = q.package_no"
        + " WHERE i.instance_id = '" + packageId + "'");
  }

  /** Every row's parts add up, and every quota's draws are what its records say. */
  void assertThatTheLedgerAddsUp() {
    assertZero("SELECT count(*) FROM usage_record WHERE units <> on_demand_units + overage_units"
        + " + coalesce((SELECT sum(u) FROM unnest(draw_units) u), 0)");
    assertZero("""
        SELECT count(*) FROM quota q WHERE drawn <> coalesce((
          SELECT sum(d.units) FROM usage_record r, unnest(r.draw_quotas, r.draw_units) AS d (q, units)
          WHERE d.q = q.quota_no), 0)
        """);
    assertZero(
        "SELECT (SELECT count(*) FROM usage_record) - (SELECT count(*) FROM usage_identity)");
  }

  private void assertZero(String sql) {
    var found = number(sql);
    if (found != 0) {
      throw new AssertionError(found + " (expected: 0) for " + sql);
    }
  }

  /** {@code count} records of {@code value} each for one instance and package, an hour each. */
  static List<ReportedRecord> hours(
      int count, String instanceId, String value, @Nullable String packageId) {
    var records = new ArrayList<ReportedRecord>();
    IntStream.range(0, count)
        .mapToObj(i -> usage("sn-" + instanceId + "-" + i, instanceId, i, value, packageId))
        .forEach(records::add);
    return records;
  }

  private static ConnectionFactory pool(Stores stores) {
    var database = stores.database();
    var factory = ConnectionFactories.get(ConnectionFactoryOptions.parse(database.r2dbcUrl())
        .mutate()
        .option(ConnectionFactoryOptions.USER, database.user())
        .option(ConnectionFactoryOptions.PASSWORD, database.password())
        .build());
    return new ConnectionPool(
        ConnectionPoolConfiguration.builder(factory).maxSize(8).build());
  }

  private static LettuceConnectionFactory redis(Stores stores) {
    var redis = stores.redis();
    var address = new RedisStandaloneConfiguration(redis.host(), redis.port());
    address.setDatabase(redis.database());
    if (redis.password() != null) {
      address.setPassword(redis.password());
    }
    return new LettuceConnectionFactory(address, LettuceClientConfiguration.defaultConfiguration());
  }

  @Override
  public void close() throws SQLException {
    context.close();
    jdbc.close();
  }

  private static final class SilentTimers implements Timers {

    @Override
    public Mono<Void> schedule(Collection<NewTimer> timers) {
      return Mono.empty();
    }

    @Override
    public Mono<Void> cancel(String kind, Collection<String> subjects) {
      return Mono.empty();
    }

    @Override
    public Mono<Set<String>> waiting(String kind, Collection<String> subjects) {
      return Mono.just(Set.of());
    }

    @Override
    public void wake() {}
  }

  private static final class StandingClock implements BusinessClock {

    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public ZoneId zone() {
      return ZoneId.of("Asia/Shanghai");
    }
  }
}
