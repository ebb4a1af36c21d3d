package io.tollgate.metering.order.postgres;

import static io.tollgate.metering.row.Columns.decimal;
import static io.tollgate.metering.row.Columns.instant;
import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.instance.SoldSkus;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderState;
import io.tollgate.metering.order.OrderStore;
import io.tollgate.metering.order.OrderType;
import io.tollgate.metering.row.Binding;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerType;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresOrderStore implements OrderStore {

  private static final String LOCK_BUYER =
      "SELECT c.customer_no FROM customer c WHERE %s FOR NO KEY UPDATE";

  private static final String BUYER = """
      SELECT c.customer_no, c.customer_id, c.name, c.type, c.currency,
             coalesce((SELECT a.balance FROM account a
                       WHERE a.account = 'customer:' || c.customer_id
                         AND a.currency = c.currency), 0) AS balance
      FROM customer c
      WHERE c.customer_no = :customerNo""";

  private static final String OFFER = """
      SELECT k.sku_no, p.product_no, p.isv_no, p.product_code, p.state, p.delivery, p.supervised,
             p.interface_version
      FROM sku k JOIN product p ON p.product_no = k.product_no
      WHERE %s""";

  private static final String NOT_OPEN = """
      SELECT wanted FROM unnest(:productIds::text[]) AS wanted
      WHERE NOT EXISTS (
        SELECT 1 FROM instance i JOIN billing_item b ON b.item_no = i.item_no
        WHERE i.customer_no = :customerNo AND b.product_id = wanted AND i.kind = 'ON_DEMAND'
          AND i.state IN ('PROVISIONING', 'ACTIVE', 'FROZEN'))""";

  private static final String HAS_TRIED = """
      SELECT EXISTS (
        SELECT 1 FROM marketplace_order
        WHERE customer_no = :customerNo AND product_no = :productNo AND order_type = 'TRIAL'
          AND state <> 'FAILED')""";

  private static final String ADD = """
      INSERT INTO marketplace_order (order_id, order_type, customer_no, product_no, sku_no,
        quantity, periods, state, amount, currency, target_instance_no, effective_at, created_at)
      VALUES (:orderId, :orderType, :customerNo, :productNo, :skuNo,
        :quantity, :periods, :state, :amount, :currency, :target, :effectiveAt, :createdAt)
      RETURNING order_no""";

  private static final String ADD_LINE = """
      INSERT INTO order_line (order_line_id, order_no, sku_no, product_ids)
      VALUES (:orderLineId, :orderNo, :skuNo, :productIds)""";

  private static final String SELECT_ORDER = """
      SELECT o.order_no, o.order_id, o.order_type, o.customer_no, c.customer_id, p.isv_no,
             o.sku_no, o.quantity, o.periods, o.state, o.amount, o.currency,
             o.target_instance_no, o.effective_at, o.created_at,
             (SELECT min(l.order_line_id) FROM order_line l WHERE l.order_no = o.order_no)
               AS order_line_id
      FROM marketplace_order o
      JOIN customer c ON c.customer_no = o.customer_no
      JOIN product p ON p.product_no = o.product_no
      """;

  private static final String LOCK = SELECT_ORDER + """
      WHERE o.order_no = :orderNo
      FOR NO KEY UPDATE OF o""";

  private static final String LOCK_ABOUT = SELECT_ORDER + """
      WHERE o.target_instance_no = :instanceNo
         OR o.order_no = (SELECT i.order_no FROM instance i WHERE i.instance_no = :instanceNo)
      ORDER BY o.order_no DESC
      FOR NO KEY UPDATE OF o""";

  private static final String SET_STATE = """
      UPDATE marketplace_order
      SET state = :state, effective_at = coalesce(:effectiveAt::timestamptz, effective_at)
      WHERE order_no = :orderNo""";

  /** Pay per use has no milestones, and a licence opens when it is activated. */
  private static final String ACCEPTANCE = """
      SELECT p.supervised AND p.delivery = 'SAAS' AND o.order_type = 'NEW'
             AND k.charging_mode IN ('PERIOD', 'ONE_TIME') AS awaited, o.accepted_at
      FROM marketplace_order o
      JOIN product p ON p.product_no = o.product_no
      JOIN sku k ON k.sku_no = o.sku_no
      WHERE o.order_no = :orderNo""";

  private static final String IS_PROVISIONING = """
      SELECT EXISTS (
        SELECT 1 FROM instance WHERE order_no = :orderNo AND state = 'PROVISIONING')""";

  private static final String HAS_LIVE = """
      SELECT EXISTS (
        SELECT 1 FROM instance WHERE order_no = :orderNo AND state IN ('ACTIVE', 'FROZEN'))""";

  private final DatabaseClient database;
  private final SoldSkus skus;

  PostgresOrderStore(DatabaseClient database, SoldSkus skus) {
    this.database = database;
    this.skus = skus;
  }

  @Override
  public Mono<Buyer> buyer(String customerId) {
    return buyer(database
        .sql(LOCK_BUYER.formatted("c.customer_id = :customerId"))
        .bind("customerId", customerId));
  }

  @Override
  public Mono<Buyer> buyer(int customerNo) {
    return buyer(database
        .sql(LOCK_BUYER.formatted("c.customer_no = :customerNo"))
        .bind("customerNo", customerNo));
  }

  /** Reads after the lock is held, so that the balance is what earlier orders left of it. */
  private Mono<Buyer> buyer(GenericExecuteSpec lock) {
    return lock.mapValue(Integer.class).one().flatMap(this::readBuyer);
  }

  private Mono<Buyer> readBuyer(int customerNo) {
    return database
        .sql(BUYER)
        .bind("customerNo", customerNo)
        .map(row -> new Buyer(
            integer(row, "customer_no"),
            text(row, "customer_id"),
            text(row, "name"),
            CustomerType.valueOf(text(row, "type")),
            Currency.getInstance(text(row, "currency")),
            money(row, "balance")))
        .one();
  }

  private static Money money(Readable row, String column) {
    return new Money(decimal(row, column), Currency.getInstance(text(row, "currency")));
  }

  @Override
  public Mono<Offer> offer(String skuCode) {
    return offer(database.sql(OFFER.formatted("k.sku_code = :skuCode")).bind("skuCode", skuCode));
  }

  @Override
  public Mono<Offer> offer(int skuNo) {
    return offer(database.sql(OFFER.formatted("k.sku_no = :skuNo")).bind("skuNo", skuNo));
  }

  private Mono<Offer> offer(GenericExecuteSpec query) {
    return query
        .map(PostgresOrderStore::withoutSku)
        .one()
        .flatMap(offer -> skus.sku(offer.skuNo()).map(offer::with));
  }

  private static UnreadOffer withoutSku(Readable row) {
    return new UnreadOffer(
        integer(row, "sku_no"),
        integer(row, "product_no"),
        integer(row, "isv_no"),
        text(row, "product_code"),
        text(row, "state").equals("ON_SALE"),
        text(row, "delivery").equals("LICENSE"),
        value(row, "supervised", Boolean.class),
        Generation.valueOf(text(row, "interface_version")));
  }

  /** An offer whose specification has still to be read. */
  private record UnreadOffer(
      int skuNo,
      int productNo,
      int isvNo,
      String productCode,
      boolean onSale,
      boolean license,
      boolean supervised,
      Generation generation) {

    Offer with(Sku sku) {
      return new Offer(
          skuNo, productNo, isvNo, productCode, onSale, license, supervised, generation, sku);
    }
  }

  @Override
  public Mono<List<String>> notOpen(int customerNo, Collection<String> productIds) {
    return database
        .sql(NOT_OPEN)
        .bind("customerNo", customerNo)
        .bind("productIds", productIds.toArray(String[]::new))
        .mapValue(String.class)
        .all()
        .collectList();
  }

  @Override
  public Mono<Boolean> hasTried(int customerNo, int productNo) {
    return database
        .sql(HAS_TRIED)
        .bind("customerNo", customerNo)
        .bind("productNo", productNo)
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<Long> add(PlacedOrder order) {
    return database
        .sql(ADD)
        .bind("orderId", order.orderId())
        .bind("orderType", order.orderType().name())
        .bind("customerNo", order.customerNo())
        .bind("productNo", order.productNo())
        .bind("skuNo", order.skuNo())
        .bind("quantity", order.quantity())
        .bind("periods", order.periods())
        .bind("state", order.state().name())
        .bind("amount", order.amount().amount())
        .bind("currency", order.amount().currency().getCurrencyCode())
        .bind("target", Binding.nullable(order.targetInstanceNo(), Long.class))
        .bind("effectiveAt", Binding.nullable(order.effectiveAt(), Instant.class))
        .bind("createdAt", order.createdAt())
        .mapValue(Long.class)
        .one()
        .flatMap(orderNo -> Flux.fromIterable(order.lines())
            .concatMap(line -> addLine(orderNo, order.skuNo(), line))
            .then(Mono.just(orderNo)));
  }

  private Mono<Void> addLine(long orderNo, int skuNo, Line line) {
    return database
        .sql(ADD_LINE)
        .bind("orderLineId", line.orderLineId())
        .bind("orderNo", orderNo)
        .bind("skuNo", skuNo)
        .bind("productIds", line.productIds().toArray(String[]::new))
        .then();
  }

  @Override
  public Mono<OrderRow> lock(long orderNo) {
    return database
        .sql(LOCK)
        .bind("orderNo", orderNo)
        .map(PostgresOrderStore::order)
        .one();
  }

  @Override
  public Mono<List<OrderRow>> lockAbout(long instanceNo) {
    return database
        .sql(LOCK_ABOUT)
        .bind("instanceNo", instanceNo)
        .map(PostgresOrderStore::order)
        .all()
        .collectList();
  }

  private static OrderRow order(Readable row) {
    return new OrderRow(
        number(row, "order_no"),
        text(row, "order_id"),
        text(row, "order_line_id"),
        OrderType.valueOf(text(row, "order_type")),
        integer(row, "customer_no"),
        text(row, "customer_id"),
        integer(row, "isv_no"),
        integer(row, "sku_no"),
        integer(row, "quantity"),
        integer(row, "periods"),
        OrderState.valueOf(text(row, "state")),
        money(row, "amount"),
        row.get("target_instance_no", Long.class),
        row.get("effective_at", Instant.class),
        instant(row, "created_at"));
  }

  @Override
  public Mono<Void> setState(long orderNo, OrderState state, @Nullable Instant effectiveAt) {
    return database
        .sql(SET_STATE)
        .bind("orderNo", orderNo)
        .bind("state", state.name())
        .bind("effectiveAt", Binding.nullable(effectiveAt, Instant.class))
        .then();
  }

  @Override
  public Mono<Acceptance> acceptance(long orderNo) {
    return database
        .sql(ACCEPTANCE)
        .bind("orderNo", orderNo)
        .map(row -> new Acceptance(
            value(row, "awaited", Boolean.class), row.get("accepted_at", Instant.class)))
        .one();
  }

  @Override
  public Mono<Boolean> hasOtherLive(long orderNo) {
    return database
        .sql(HAS_LIVE)
        .bind("orderNo", orderNo)
        .mapValue(Boolean.class)
        .one();
  }

  @Override
  public Mono<Boolean> isProvisioning(long orderNo) {
    return database
        .sql(IS_PROVISIONING)
        .bind("orderNo", orderNo)
        .mapValue(Boolean.class)
        .one();
  }
}
