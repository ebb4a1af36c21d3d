package io.tollgate.metering.instance.postgres;

import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.instance.Instance;
import io.tollgate.metering.instance.InstanceKind;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.instance.StateNames;
import io.tollgate.metering.row.Binding;
import io.tollgate.rules.standing.CustomerLevel;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresInstanceStore implements InstanceStore {

  private static final String SELECT = """
      SELECT i.instance_no, i.instance_id, i.kind, i.isv_no, i.customer_no, i.product_no, i.sku_no,
             i.item_no, i.order_no, o.order_id, i.order_line_id, i.trial, i.quantity, i.periods,
             i.state, i.freeze_reasons, i.version, i.activated_at, i.validity_from,
             i.frozen_at, i.expire_time,
             p.interface_version, p.delivery, p.license_calls, c.level, o.created_at AS ordered_at
      FROM instance i
      JOIN marketplace_order o ON o.order_no = i.order_no
      JOIN product p ON p.product_no = i.product_no
      JOIN customer c ON c.customer_no = i.customer_no
      """;

  private static final String LOCK = " ORDER BY i.instance_no FOR NO KEY UPDATE OF i";

  private static final String BY_NO = SELECT + "WHERE i.instance_no = :instanceNo" + LOCK;

  private static final String BY_NOS = SELECT + "WHERE i.instance_no = ANY(:instanceNos)" + LOCK;

  private static final String BY_ID = SELECT + "WHERE i.instance_id = :instanceId" + LOCK;

  private static final String OF_ORDER = SELECT + "WHERE i.order_no = :orderNo" + LOCK;

  private static final String METERED_OF_ITEM = SELECT + """
      WHERE i.customer_no = :customerNo AND i.item_no = :itemNo
        AND i.kind = 'ON_DEMAND' AND i.state IN ('ACTIVE', 'FROZEN')""" + LOCK;

  private static final String METERED_OF_CUSTOMER = SELECT + """
      WHERE i.customer_no = :customerNo
        AND i.kind = 'ON_DEMAND' AND i.state IN ('ACTIVE', 'FROZEN')""" + LOCK;

  /** Shared, so that it waits for a change of standing under way and holds up the next. */
  private static final String STANDING = """
      SELECT CASE standing WHEN 'RETENTION' THEN retention_ends_at END AS retention_ends_at
      FROM customer WHERE customer_no = :customerNo
      FOR SHARE""";

  private static final String ADD = """
      INSERT INTO instance (instance_id, kind, isv_no, customer_no, product_no, sku_no, item_no,
                            order_no, order_line_id, business_id, state, trial, quantity, periods,
                            created_at)
      SELECT :instanceId, :kind, :isvNo, :customerNo, :productNo, :skuNo, b.item_no,
             :orderNo, :orderLineId, :businessId, 'PROVISIONING', o.order_type = 'TRIAL',
             o.quantity, o.periods, :at
      FROM billing_item b, marketplace_order o
      WHERE b.product_id = :productId AND o.order_no = :orderNo
      RETURNING instance_no""";

  private static final String NAME = """
      UPDATE instance SET instance_id = :instanceId
      WHERE instance_no = :instanceNo
        AND NOT EXISTS (
          SELECT 1 FROM instance other
          WHERE other.instance_id = :instanceId AND other.instance_no <> :instanceNo)""";

  private static final String START = """
      UPDATE instance
      SET activated_at = :activatedAt, validity_from = :activatedAt, expire_time = :expireTime
      WHERE instance_no = :instanceNo""";

  private static final String PROLONG = """
      UPDATE instance SET expire_time = :expireTime, periods = periods + :periods
      WHERE instance_no = :instanceNo""";

  private static final String MAKE_FORMAL = """
      UPDATE instance
      SET trial = false, validity_from = :from, expire_time = :expireTime, periods = :periods
      WHERE instance_no = :instanceNo""";

  private static final String BECOME = """
      UPDATE instance
      SET sku_no = :skuNo, quantity = :quantity,
          item_no = (SELECT min(item_no) FROM billing_item WHERE sku_no = :skuNo)
      WHERE instance_no = :instanceNo""";

  private final DatabaseClient database;
  private final StateStatements statements;

  PostgresInstanceStore(DatabaseClient database) {
    this.database = database;
    this.statements = new StateStatements(database);
  }

  @Override
  public Mono<Instance> lock(long instanceNo) {
    return database
        .sql(BY_NO)
        .bind("instanceNo", instanceNo)
        .map(PostgresInstanceStore::instance)
        .one();
  }

  @Override
  public Flux<Instance> lock(Collection<Long> instanceNos) {
    return database
        .sql(BY_NOS)
        .bind("instanceNos", instanceNos.toArray(Long[]::new))
        .map(PostgresInstanceStore::instance)
        .all();
  }

  @Override
  public Mono<Instance> lock(String instanceId) {
    return database
        .sql(BY_ID)
        .bind("instanceId", instanceId)
        .map(PostgresInstanceStore::instance)
        .one();
  }

  @Override
  public Flux<Instance> lockOfOrder(long orderNo) {
    return database
        .sql(OF_ORDER)
        .bind("orderNo", orderNo)
        .map(PostgresInstanceStore::instance)
        .all();
  }

  @Override
  public Flux<Instance> lockMetered(int customerNo, int itemNo) {
    return database
        .sql(METERED_OF_ITEM)
        .bind("customerNo", customerNo)
        .bind("itemNo", itemNo)
        .map(PostgresInstanceStore::instance)
        .all();
  }

  @Override
  public Flux<Instance> lockMetered(int customerNo) {
    return database
        .sql(METERED_OF_CUSTOMER)
        .bind("customerNo", customerNo)
        .map(PostgresInstanceStore::instance)
        .all();
  }

  private static Instance instance(Readable row) {
    return new Instance(
        number(row, "instance_no"),
        row.get("instance_id", String.class),
        InstanceKind.valueOf(text(row, "kind")),
        integer(row, "isv_no"),
        integer(row, "customer_no"),
        integer(row, "product_no"),
        integer(row, "sku_no"),
        integer(row, "item_no"),
        number(row, "order_no"),
        text(row, "order_id"),
        text(row, "order_line_id"),
        value(row, "trial", Boolean.class),
        integer(row, "quantity"),
        integer(row, "periods"),
        StateNames.read(text(row, "state"), value(row, "freeze_reasons", String[].class)),
        number(row, "version"),
        row.get("activated_at", Instant.class),
        row.get("validity_from", Instant.class),
        row.get("frozen_at", Instant.class),
        row.get("expire_time", Instant.class),
        Generation.valueOf(text(row, "interface_version")),
        text(row, "delivery").equals("LICENSE"),
        value(row, "license_calls", Boolean.class),
        CustomerLevel.valueOf(text(row, "level")),
        instant(row, "ordered_at"));
  }

  @Override
  public Mono<Instant> retentionEnd(int customerNo) {
    return database
        .sql(STANDING)
        .bind("customerNo", customerNo)
        .map(row -> Optional.ofNullable(row.get("retention_ends_at", Instant.class)))
        .one()
        .flatMap(Mono::justOrEmpty);
  }

  @Override
  public Mono<Long> add(NewInstance instance) {
    return database
        .sql(ADD)
        .bind("instanceId", Binding.nullable(instance.instanceId(), String.class))
        .bind("kind", instance.kind().name())
        .bind("isvNo", instance.isvNo())
        .bind("customerNo", instance.customerNo())
        .bind("productNo", instance.productNo())
        .bind("skuNo", instance.skuNo())
        .bind("productId", instance.productId())
        .bind("orderNo", instance.orderNo())
        .bind("orderLineId", instance.orderLineId())
        .bind("businessId", instance.businessId())
        .bind("at", instance.at())
        .mapValue(Long.class)
        .one();
  }

  @Override
  public Mono<Boolean> name(long instanceNo, String instanceId) {
    return database
        .sql(NAME)
        .bind("instanceNo", instanceNo)
        .bind("instanceId", instanceId)
        .fetch()
        .rowsUpdated()
        .map(updated -> updated > 0);
  }

  @Override
  public Mono<Void> update(List<NewState> states, Instant at) {
    return states.isEmpty() ? Mono.empty() : statements.update(states, at);
  }

  @Override
  public Mono<Void> start(long instanceNo, Instant activatedAt, @Nullable Instant expireTime) {
    return database
        .sql(START)
        .bind("instanceNo", instanceNo)
        .bind("activatedAt", activatedAt)
        .bind("expireTime", Binding.nullable(expireTime, Instant.class))
        .then();
  }

  @Override
  public Mono<Void> prolong(long instanceNo, int periods, Instant expireTime) {
    return database
        .sql(PROLONG)
        .bind("instanceNo", instanceNo)
        .bind("periods", periods)
        .bind("expireTime", expireTime)
        .then();
  }

  @Override
  public Mono<Void> makeFormal(long instanceNo, Instant from, int periods, Instant expireTime) {
    return database
        .sql(MAKE_FORMAL)
        .bind("instanceNo", instanceNo)
        .bind("from", from)
        .bind("periods", periods)
        .bind("expireTime", expireTime)
        .then();
  }

  @Override
  public Mono<Void> become(long instanceNo, int skuNo, int quantity) {
    return database
        .sql(BECOME)
        .bind("instanceNo", instanceNo)
        .bind("skuNo", skuNo)
        .bind("quantity", quantity)
        .then();
  }

  @Override
  public Mono<Void> append(List<StateChange> changes, Instant at) {
    return changes.isEmpty() ? Mono.empty() : statements.append(changes, at);
  }
}
