package io.tollgate.metering.collection.postgres;

import static java.util.stream.Collectors.toMap;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.MeteredInstance;
import io.tollgate.metering.collection.MeteredItem;
import io.tollgate.metering.collection.MonthUsage;
import io.tollgate.metering.collection.MonthUsages;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.collection.MonthCount;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresMonthUsages implements MonthUsages {

  private static final String FIND = """
      SELECT m.instance_no, m.month, m.on_demand_units, m.charged, m.settled, m.currency
        FROM unnest(:instances, :months) AS k (instance_no, month)
        JOIN {months} m ON m.instance_no = k.instance_no AND m.month = k.month""";

  private static final String SAVE = """
      INSERT INTO {months}
        (instance_no, month, on_demand_units, charged, currency, settled)
      SELECT * FROM unnest(:instances, :months, :onDemand, :charged, :currencies, :settled)
      ON CONFLICT (instance_no, month) DO UPDATE
         SET on_demand_units = excluded.on_demand_units, charged = excluded.charged,
             settled = excluded.settled""";

  private static final String UNSETTLED = """
      SELECT m.instance_no, m.month, m.on_demand_units, m.charged, m.settled, m.currency,
             i.instance_id, i.item_no, c.customer_no, c.customer_id, o.order_no, o.order_id
        FROM {months} m
        JOIN instance i ON i.instance_no = m.instance_no
        JOIN billing_item b ON b.item_no = i.item_no AND b.cycle = :cycle
        JOIN customer c ON c.customer_no = i.customer_no
        JOIN marketplace_order o ON o.order_no = i.order_no
       WHERE NOT m.settled AND m.month < :before
       ORDER BY m.instance_no, m.month
       LIMIT :limit""";

  private final DatabaseClient database;
  private final PostgresMeteredItems items;
  private final String find;
  private final String save;
  private final String unsettled;

  @Autowired
  PostgresMonthUsages(DatabaseClient database, PostgresMeteredItems items) {
    this(database, items, "month_usage");
  }

  /** Keeps the months in a table of this name, which is laid out like {@code month_usage}. */
  PostgresMonthUsages(DatabaseClient database, PostgresMeteredItems items, String table) {
    this.database = database;
    this.items = items;
    this.find = FIND.replace("{months}", table);
    this.save = SAVE.replace("{months}", table);
    this.unsettled = UNSETTLED.replace("{months}", table);
  }

  @Override
  public Mono<Map<MonthUsage.Key, MonthCount>> find(Collection<MonthUsage.Key> keys) {
    return database
        .sql(find)
        .bind("instances", keys.stream().map(MonthUsage.Key::instanceNo).toArray(Long[]::new))
        .bind("months", keys.stream().map(key -> key.month().atDay(1)).toArray(LocalDate[]::new))
        .map(PostgresMonthUsages::usage)
        .all()
        .collect(toMap(MonthUsage::key, MonthUsage::count));
  }

  @Override
  public Mono<Void> save(Map<MonthUsage.Key, MonthCount> months) {
    if (months.isEmpty()) {
      return Mono.empty();
    }
    var keys = List.copyOf(months.keySet());
    var counts =
        keys.stream().map(key -> Objects.requireNonNull(months.get(key))).toList();
    return database
        .sql(save)
        .bind("instances", keys.stream().map(MonthUsage.Key::instanceNo).toArray(Long[]::new))
        .bind("months", keys.stream().map(key -> key.month().atDay(1)).toArray(LocalDate[]::new))
        .bind("onDemand", counts.stream().map(MonthCount::onDemandUnits).toArray(Long[]::new))
        .bind(
            "charged",
            counts.stream().map(count -> count.charged().amount()).toArray(BigDecimal[]::new))
        .bind(
            "currencies",
            counts.stream()
                .map(count -> count.charged().currency().getCurrencyCode())
                .toArray(String[]::new))
        .bind("settled", counts.stream().map(MonthCount::settled).toArray(Boolean[]::new))
        .then();
  }

  @Override
  public Mono<List<UnsettledMonth>> unsettled(Cycle cycle, YearMonth before, int limit) {
    return database
        .sql(unsettled)
        .bind("cycle", cycle.name())
        .bind("before", before.atDay(1))
        .bind("limit", limit)
        .map(UnnamedMonth::read)
        .all()
        .collectList()
        .flatMap(this::named);
  }

  /** Items are few and looked up only when there is a month to settle. */
  private Mono<List<UnsettledMonth>> named(List<UnnamedMonth> months) {
    if (months.isEmpty()) {
      return Mono.just(List.of());
    }
    var itemNos = months.stream().map(UnnamedMonth::itemNo).distinct().toList();
    return items
        .of(itemNos)
        .collect(toMap(MeteredItem::itemNo, Function.identity()))
        .map(byNo -> months.stream()
            .map(month -> month.of(Objects.requireNonNull(byNo.get(month.itemNo()))))
            .toList());
  }

  private static MonthUsage usage(Readable row) {
    return new MonthUsage(
        new MonthUsage.Key(
            Columns.number(row, "instance_no"),
            YearMonth.from(Columns.value(row, "month", LocalDate.class))),
        new MonthCount(
            Columns.number(row, "on_demand_units"),
            new Money(
                Columns.decimal(row, "charged"),
                Currency.getInstance(Columns.text(row, "currency"))),
            Columns.value(row, "settled", Boolean.class)));
  }

  /** A month whose item is not looked up yet. */
  private record UnnamedMonth(
      MonthUsage usage,
      int itemNo,
      String instanceId,
      int customerNo,
      String customerId,
      long orderNo,
      String orderId) {

    static UnnamedMonth read(Readable row) {
      return new UnnamedMonth(
          PostgresMonthUsages.usage(row),
          Columns.integer(row, "item_no"),
          Columns.text(row, "instance_id"),
          Columns.integer(row, "customer_no"),
          Columns.text(row, "customer_id"),
          Columns.number(row, "order_no"),
          Columns.text(row, "order_id"));
    }

    UnsettledMonth of(MeteredItem item) {
      var instance = new MeteredInstance(
          usage.key().instanceNo(), instanceId, customerNo, customerId, orderNo, orderId, item);
      return new UnsettledMonth(instance, usage);
    }
  }
}
