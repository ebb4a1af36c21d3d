package io.tollgate.metering.settlement.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.row.Columns;
import io.tollgate.metering.settlement.ListedLine;
import io.tollgate.metering.settlement.NumberedLine;
import io.tollgate.metering.settlement.SoldItem;
import io.tollgate.metering.settlement.StatementLines;
import io.tollgate.rules.settlement.LineKind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresStatementLines implements StatementLines {

  private static final String CLEAR =
      "DELETE FROM statement_line WHERE statement_no = :statementNo";

  private static final String ADD = """
      INSERT INTO statement_line
        (statement_no, line, kind, order_id, order_line_id, instance_id, product_id, units,
         amount, month)
      SELECT :statementNo, l.*
        FROM unnest(:lines, :kinds, :orders, :orderLines, :instances, :products, :units,
          :amounts, :months) AS l""";

  private static final String READ = """
      SELECT s.statement_id, l.line, l.kind, l.order_id, l.order_line_id, l.instance_id,
             l.product_id, l.units, l.amount, s.currency, l.month
        FROM statement s JOIN statement_line l ON l.statement_no = s.statement_no
       WHERE s.statement_id = :statementId AND l.line > :position
       ORDER BY l.line LIMIT :limit""";

  private final DatabaseClient database;

  PostgresStatementLines(DatabaseClient database) {
    this.database = database;
  }

  Mono<Void> clear(long statementNo) {
    return database.sql(CLEAR).bind("statementNo", statementNo).then();
  }

  Mono<Void> add(long statementNo, List<NumberedLine> lines) {
    if (lines.isEmpty()) {
      return Mono.empty();
    }
    return database
        .sql(ADD)
        .bind("statementNo", statementNo)
        .bind("lines", lines.stream().map(NumberedLine::line).toArray(Integer[]::new))
        .bind("kinds", lines.stream().map(line -> line.kind().name()).toArray(String[]::new))
        .bind("orders", texts(lines, SoldItem::orderId))
        .bind("orderLines", texts(lines, SoldItem::orderLineId))
        .bind("instances", texts(lines, SoldItem::instanceId))
        .bind("products", texts(lines, SoldItem::productId))
        .bind("units", lines.stream().map(line -> units(line)).toArray(BigDecimal[]::new))
        .bind(
            "amounts",
            lines.stream().map(line -> line.amount().amount()).toArray(BigDecimal[]::new))
        .bind("months", lines.stream().map(line -> line.month().atDay(1)).toArray(LocalDate[]::new))
        .then();
  }

  private static @Nullable String[] texts(
      List<NumberedLine> lines, Function<SoldItem, @Nullable String> text) {
    var texts = new @Nullable String[lines.size()];
    for (var i = 0; i < texts.length; i++) {
      var item = lines.get(i).item();
      texts[i] = item == null ? null : text.apply(item);
    }
    return texts;
  }

  /** A fee has no quantity of its own. */
  private static @Nullable BigDecimal units(NumberedLine line) {
    var item = line.item();
    return item == null || line.kind() == LineKind.FEE ? null : item.units();
  }

  @Override
  public Mono<List<ListedLine>> read(String statementId, long position, int limit) {
    return database
        .sql(READ)
        .bind("statementId", statementId)
        .bind("position", position)
        .bind("limit", limit)
        .map(row -> line(row))
        .all()
        .collectList();
  }

  private static ListedLine line(Readable row) {
    return new ListedLine(
        Columns.text(row, "statement_id"),
        Columns.integer(row, "line"),
        Columns.text(row, "kind"),
        row.get("order_id", String.class),
        row.get("order_line_id", String.class),
        row.get("instance_id", String.class),
        row.get("product_id", String.class),
        row.get("units", BigDecimal.class),
        Columns.decimal(row, "amount"),
        Columns.text(row, "currency"),
        YearMonth.from(Columns.value(row, "month", LocalDate.class)));
  }
}
