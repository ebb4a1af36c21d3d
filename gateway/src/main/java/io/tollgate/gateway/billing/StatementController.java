package io.tollgate.gateway.billing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.StatementLines;
import io.tollgate.metering.settlement.StatementSummary;
import io.tollgate.metering.settlement.Statements;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Statements and their lines. */
@RestController
@RequestMapping("/billing/v1/statements")
final class StatementController {

  private static final MediaType HTML = new MediaType("text", "html", UTF_8);
  private static final int ROWS_A_PIECE = 100;

  private final Statements statements;
  private final StatementLines lines;
  private final FeedReply reply;
  private final JsonMapper json;

  StatementController(
      Statements statements, StatementLines lines, FeedReply reply, JsonMapper json) {
    this.statements = statements;
    this.lines = lines;
    this.reply = reply;
    this.json = json;
  }

  @GetMapping
  Mono<Page<StatementView>> list(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String month,
      @RequestParam(required = false) @Nullable String isvId) {
    var query = FeedQuery.of(FeedName.STATEMENTS, exchange);
    return statements
        .list(
            BillingMonth.parseIfGiven("month", month),
            isvId,
            query.position(),
            query.pageLimit() + 1)
        .map(fetched -> page(query, fetched));
  }

  private static Page<StatementView> page(FeedQuery query, List<StatementSummary> fetched) {
    var hasMore = fetched.size() > query.pageLimit();
    var shown = hasMore ? fetched.subList(0, query.pageLimit()) : fetched;
    var end = shown.isEmpty() ? query.position() : shown.getLast().statementNo();
    return new Page<>(
        shown.stream().map(StatementView::of).toList(),
        FeedCursor.after(FeedName.STATEMENTS, end),
        hasMore);
  }

  @GetMapping("/{statementId}")
  Mono<StatementView> read(@PathVariable String statementId) {
    return statement(statementId).map(StatementView::of);
  }

  /** A page to print: no JSON, no scripts, nothing to load. */
  @GetMapping(path = "/{statementId}/page", produces = "text/html")
  Mono<Void> page(ServerWebExchange exchange, @PathVariable String statementId) {
    return statement(statementId).flatMap(statement -> {
      var page = new StatementPage(statement);
      exchange
          .getResponse()
          .getHeaders()
          .set("Content-Security-Policy", StatementPage.CONTENT_SECURITY_POLICY);
      var pieces = Flux.concat(
          Mono.fromSupplier(page::head),
          lines.stream(statementId, 0).buffer(ROWS_A_PIECE).map(page::rows),
          Mono.fromSupplier(page::foot));
      return reply.writeText(exchange, HTML, pieces);
    });
  }

  @GetMapping("/{statementId}/lines")
  Mono<Void> lines(ServerWebExchange exchange, @PathVariable String statementId) {
    var query = FeedQuery.of(FeedName.STATEMENT_LINES, exchange);
    return statement(statementId)
        .flatMap(statement -> FeedQuery.asksFor(exchange, FeedReply.CSV)
            ? reply.writeCsv(
                exchange,
                query,
                lines,
                statementId,
                LineView.CSV_HEADER,
                line -> LineView.of(line).csv())
            : reply.write(
                exchange,
                query,
                lines,
                statementId,
                line -> json.writeValueAsString(LineView.of(line))));
  }

  private Mono<StatementSummary> statement(String statementId) {
    return statements
        .find(statementId)
        .switchIfEmpty(
            Mono.error(() -> Problem.notFound("statement", statementId).asException()));
  }
}
