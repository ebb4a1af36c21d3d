package io.tollgate.gateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.settlement.ListedLine;
import io.tollgate.metering.settlement.StatementSummary;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementPageTests {

  private static final YearMonth MONTH = YearMonth.of(2026, 1);

  @Test
  void endsWithTheSumsOfWhatWasWritten() {
    var page = page("isv-1");

    page.head();
    page.rows(List.of(line("SALE", "o-1", "40"), line("FEE", "o-1", "-2")));
    page.rows(List.of(line("SALE", "o-2", "0.5")));
    var foot = page.foot();

    assertThat(foot)
        .contains("All of FEE</td><td class=\"number\">-2<")
        .contains("All of SALE</td><td class=\"number\">40.5<")
        .contains("Total in CNY</td><td class=\"number\">38.5<")
        .endsWith("</html>\n");
  }

  @Test
  void letsNoTextBecomeMarkup() {
    var page = page("<script>alert(1)</script>");

    var text = page.head() + page.rows(List.of(line("SALE", "\"><img src=x onerror=y>", "1")));

    assertThat(text)
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;&gt;&lt;img")
        .doesNotContain("<script", "<img");
  }

  @Test
  void loadsNothingFromElsewhere() {
    var page = page("isv-1");

    assertThat(page.head() + page.foot())
        .doesNotContain("http:", "https:", "src=", "href=", "url(", "@import");
  }

  private static StatementPage page(String isvId) {
    var total = Money.of("38.5", "CNY");
    return new StatementPage(new StatementSummary(
        1,
        "202601-isv-CNY",
        1,
        isvId,
        MONTH,
        StatementState.GENERATED,
        total,
        total,
        Instant.EPOCH));
  }

  private static ListedLine line(String kind, String orderId, String amount) {
    return new ListedLine(
        "202601-isv-CNY",
        1,
        kind,
        orderId,
        null,
        null,
        null,
        null,
        new BigDecimal(amount),
        "CNY",
        MONTH);
  }
}
