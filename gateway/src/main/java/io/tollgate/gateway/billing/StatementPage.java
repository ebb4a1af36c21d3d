package io.tollgate.gateway.billing;

import static org.springframework.web.util.HtmlUtils.htmlEscape;

import io.tollgate.metering.settlement.ListedLine;
import io.tollgate.metering.settlement.StatementSummary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A statement as a page to print, piece by piece: the head, rows as they come, and the foot with
 * the sums of what came. It needs nothing from elsewhere, and every text in it is escaped. Not
 * thread-safe; one per page.
 */
final class StatementPage {

  /** Whatever slips into a page, a browser runs and loads nothing. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";

  @SuppressWarnings("InlineFormatString") // A page is read as a whole, apart from its code.
  private static final String HEAD = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <title>Statement %1$s</title>
      <style>
      @page { size: A4; margin: 15mm 12mm; }
      body { font: 10pt/1.4 "Helvetica Neue", Arial, sans-serif; color: #111; margin: 2em auto;
             max-width: 62em; padding: 0 1em; }
      h1 { font-size: 16pt; margin: 0 0 .4em; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: .1em 1.2em; margin: 0 0 1.4em; }
      dt { color: #555; } dd { margin: 0; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { border-bottom: 1px solid #ccc; padding: .25em .5em; text-align: left;
               vertical-align: top; overflow-wrap: anywhere; }
      thead { display: table-header-group; }
      thead th { border-bottom: 2px solid #111; }
      tr { break-inside: avoid; }
      .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
      tbody.sums td { border-bottom: 0; color: #555; }
      tbody.total td { border-top: 2px solid #111; font-weight: bold; }
      @media print { body { margin: 0; max-width: none; padding: 0; } }
      </style>
      </head>
      <body>
      <h1>Statement %1$s</h1>
      <dl>
      <dt>Seller</dt><dd>%2$s</dd>
      <dt>Month</dt><dd>%3$s</dd>
      <dt>Currency</dt><dd>%4$s</dd>
      <dt>State</dt><dd>%5$s</dd>
      <dt>Generated</dt><dd>%6$s</dd>
      <dt>Due to the seller</dt><dd>%7$s %4$s</dd>
      </dl>
      <table>
      <thead>
      <tr><th class="number">Line</th><th>Kind</th><th>Order</th><th>Instance</th><th>Item</th>\
      <th>Month</th><th class="number">Quantity</th><th class="number">Amount</th></tr>
      </thead>
      <tbody>
      """;

  @SuppressWarnings("InlineFormatString") // As above.
  private static final String FOOT = """
      <tbody class="total">
      <tr><td></td><td colspan="6">Total in %s</td><td class="number">%s</td></tr>
      </tbody>
      </table>
      </body>
      </html>
      """;

  private final StatementView statement;
  private final Map<String, BigDecimal> sums = new TreeMap<>();

  StatementPage(StatementSummary statement) {
    this.statement = StatementView.of(statement);
  }

  String head() {
    return HEAD.formatted(
        htmlEscape(statement.statementId()),
        htmlEscape(statement.isvId()),
        htmlEscape(statement.month()),
        htmlEscape(statement.currency()),
        htmlEscape(statement.state()),
        statement.generatedAt(),
        htmlEscape(statement.total()));
  }

  String rows(List<ListedLine> lines) {
    var rows = new StringBuilder();
    for (var line : lines) {
      sums.merge(line.kind(), line.amount(), BigDecimal::add);
      rows.append(row(line));
    }
    return rows.toString();
  }

  private static String row(ListedLine line) {
    var view = LineView.of(line);
    return "<tr>"
        + number(Integer.toString(line.line()))
        + text(view.kind())
        + text(view.orderId())
        + text(view.instanceId())
        + text(view.productId())
        + text(view.month())
        + number(view.quantity())
        + number(view.amount())
        + "</tr>\n";
  }

  /** Asked for last: the sums are those of the rows that were written. */
  String foot() {
    var foot = new StringBuilder("</tbody>\n<tbody class=\"sums\">\n");
    sums.forEach((kind, sum) -> foot.append("<tr><td></td><td colspan=\"6\">All of ")
        .append(htmlEscape(kind))
        .append("</td>")
        .append(number(DecimalText.of(sum)))
        .append("</tr>\n"));
    var total = sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return foot.append("</tbody>\n")
        .append(FOOT.formatted(htmlEscape(statement.currency()), DecimalText.of(total)))
        .toString();
  }

  private static String text(@Nullable String value) {
    return "<td>" + (value == null ? "" : htmlEscape(value)) + "</td>";
  }

  private static String number(@Nullable String value) {
    return "<td class=\"number\">" + (value == null ? "" : htmlEscape(value)) + "</td>";
  }
}
