package io.tollgate.metering.collection.postgres;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.Closing;
import io.tollgate.metering.collection.ClosingChain;
import io.tollgate.metering.collection.FeedAggregate;
import io.tollgate.metering.collection.FeedEnd;
import io.tollgate.metering.collection.FeedWriter;
import io.tollgate.metering.collection.RatedUsage;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.usage.CycleWindow;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresFeedWriter implements FeedWriter {

  private static final String LOCK = "SELECT pg_advisory_xact_lock(7003)";

  private static final String END = """
      SELECT coalesce(max(closing_no), 0) AS closing_no,
             (SELECT coalesce(max(sequence), 0) FROM aggregate) AS sequence,
             coalesce((SELECT sha256 FROM closing ORDER BY closing_no DESC LIMIT 1), :genesis)
               AS sha256
        FROM closing""";

  private final DatabaseClient database;
  private final ZoneId zone;
  private final String append;
  private final String close;

  @Autowired
  PostgresFeedWriter(DatabaseClient database, BusinessClock clock) {
    this(database, clock.zone(), "aggregate", "closing");
  }

  /** Writes to tables of these names, which are laid out like those of the feed. */
  PostgresFeedWriter(DatabaseClient database, ZoneId zone, String aggregates, String closings) {
    this.database = database;
    this.zone = zone;
    this.append = appendInto(aggregates);
    this.close = closeInto(closings);
  }

  private static String appendInto(String aggregates) {
    return """
      INSERT INTO %s
        (sequence, kind, isv_no, customer_no, product_no, item_no, instance_no, order_no,
         cycle_start, cycle_end, month, units, deducted_units, on_demand_units, overage_units,
         amount, currency, record_count, document, closing_no, collected_at)
      SELECT r.*, :closingNo, :collectedAt
        FROM unnest(
          :sequences, :kinds, :isvs, :customers, :products, :items, :instances, :orders,
          :cycleStarts, :cycleEnds, :months, :units, :deducted, :onDemand, :overage,
          :amounts, :currencies, :recordCounts, :documents) AS r""".formatted(aggregates);
  }

  private static String closeInto(String closings) {
    return """
      INSERT INTO %s
        (closing_no, collected_at, aggregates, records, units, amount,
         first_sequence, last_sequence, sha256)
      VALUES
        (:closingNo, :collectedAt, :aggregates, :records, :units, :amount,
         :firstSequence, :lastSequence, :sha256)""".formatted(closings);
  }

  @Override
  public Mono<FeedEnd> lock() {
    return database.sql(LOCK).then().then(end());
  }

  private Mono<FeedEnd> end() {
    return database
        .sql(END)
        .bind("genesis", ClosingChain.GENESIS)
        .map(row -> new FeedEnd(
            Columns.number(row, "closing_no"),
            Columns.number(row, "sequence"),
            Columns.text(row, "sha256")))
        .one();
  }

  @Override
  public Mono<Void> append(long closingNo, List<FeedAggregate> aggregates) {
    if (aggregates.isEmpty()) {
      return Mono.empty();
    }
    var usages = aggregates.stream().map(FeedAggregate::usage).toList();
    var cycles = usages.stream().map(usage -> usage.aggregate().cycle()).toList();
    return database
        .sql(append)
        .bind("closingNo", closingNo)
        .bind("collectedAt", aggregates.getFirst().collectedAt())
        .bind("sequences", column(aggregates, Long.class, FeedAggregate::sequence))
        .bind(
            "kinds",
            column(usages, String.class, usage -> usage.aggregate().kind().name()))
        .bind(
            "isvs",
            column(usages, Integer.class, usage -> usage.instance().item().isvNo()))
        .bind(
            "customers", column(usages, Integer.class, usage -> usage.instance().customerNo()))
        .bind(
            "products",
            column(usages, Integer.class, usage -> usage.instance().item().productNo()))
        .bind(
            "items",
            column(usages, Integer.class, usage -> usage.instance().item().itemNo()))
        .bind("instances", column(usages, Long.class, usage -> usage.instance().instanceNo()))
        .bind("orders", column(usages, Long.class, usage -> usage.instance().orderNo()))
        .bind("cycleStarts", column(cycles, Instant.class, CycleWindow::start))
        .bind("cycleEnds", column(cycles, Instant.class, CycleWindow::end))
        .bind(
            "months", column(cycles, LocalDate.class, cycle -> cycle.month(zone).atDay(1)))
        .bind("units", column(usages, Long.class, usage -> usage.quantity().units()))
        .bind("deducted", column(usages, Long.class, usage -> usage.deducted().units()))
        .bind("onDemand", column(usages, Long.class, usage -> usage.onDemand().units()))
        .bind("overage", column(usages, Long.class, usage -> usage.overage().units()))
        .bind("amounts", column(usages, BigDecimal.class, RatedUsage::amount))
        .bind("currencies", column(usages, String.class, RatedUsage::currency))
        .bind("recordCounts", column(usages, Integer.class, RatedUsage::recordCount))
        .bind("documents", column(aggregates, String.class, FeedAggregate::document))
        .then();
  }

  @SuppressWarnings("unchecked")
  private static <R, T> T[] column(List<R> rows, Class<T> type, Function<R, T> value) {
    return rows.stream().map(value).toArray(length -> (T[]) Array.newInstance(type, length));
  }

  @Override
  public Mono<Void> close(Closing closing) {
    return database
        .sql(close)
        .bind("closingNo", closing.closingNo())
        .bind("collectedAt", closing.collectedAt())
        .bind("aggregates", closing.aggregates())
        .bind("records", closing.records())
        .bind("units", closing.units())
        .bind("amount", closing.amount())
        .bind("firstSequence", Parameters.in(R2dbcType.BIGINT, closing.firstSequence()))
        .bind("lastSequence", Parameters.in(R2dbcType.BIGINT, closing.lastSequence()))
        .bind("sha256", closing.sha256())
        .then();
  }
}
