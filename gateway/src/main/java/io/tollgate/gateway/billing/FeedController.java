package io.tollgate.gateway.billing;

import io.tollgate.metering.feed.AggregateFeed;
import io.tollgate.metering.feed.AggregateFilter;
import io.tollgate.metering.feed.ClosingFeed;
import io.tollgate.metering.feed.JournalFeed;
import io.tollgate.metering.feed.JournalFilter;
import io.tollgate.metering.feed.PublishedAggregate;
import io.tollgate.metering.feed.StateChangeFeed;
import io.tollgate.metering.feed.StateChangeFilter;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The four feeds of the billing platform. */
@RestController
@RequestMapping("/billing/v1")
final class FeedController {

  private final AggregateFeed aggregates;
  private final StateChangeFeed stateChanges;
  private final JournalFeed journal;
  private final ClosingFeed closings;
  private final FeedReply reply;
  private final JsonMapper json;

  FeedController(
      AggregateFeed aggregates,
      StateChangeFeed stateChanges,
      JournalFeed journal,
      ClosingFeed closings,
      FeedReply reply,
      JsonMapper json) {
    this.aggregates = aggregates;
    this.stateChanges = stateChanges;
    this.journal = journal;
    this.closings = closings;
    this.reply = reply;
    this.json = json;
  }

  @GetMapping("/aggregates")
  Mono<Void> aggregates(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String isvId,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String productCode,
      @RequestParam(required = false) @Nullable String productId,
      @RequestParam(required = false) @Nullable String instanceId,
      @RequestParam(required = false) @Nullable Cycle cycle,
      @RequestParam(required = false) @Nullable Instant cycleStart) {
    var query = FeedQuery.of(FeedName.AGGREGATES, exchange);
    var filter = new AggregateFilter(
        isvId, customerId, productCode, productId, instanceId, cycle, cycleStart);
    return reply.write(exchange, query, aggregates, filter, PublishedAggregate::document);
  }

  @GetMapping("/state-changes")
  Mono<Void> stateChanges(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String isvId,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String instanceId) {
    var query = FeedQuery.of(FeedName.STATE_CHANGES, exchange);
    var filter = new StateChangeFilter(isvId, customerId, instanceId);
    return reply.write(
        exchange, query, stateChanges, filter, change -> text(StateChangeView.of(change)));
  }

  @GetMapping("/journal")
  Mono<Void> journal(
      ServerWebExchange exchange,
      @RequestParam(required = false) @Nullable String account,
      @RequestParam(required = false) @Nullable String kind) {
    var query = FeedQuery.of(FeedName.JOURNAL, exchange);
    var filter = new JournalFilter(account, kind);
    return reply.write(exchange, query, journal, filter, entry -> text(JournalEntryView.of(entry)));
  }

  @GetMapping("/closings")
  Mono<Void> closings(ServerWebExchange exchange) {
    var query = FeedQuery.of(FeedName.CLOSINGS, exchange);
    return reply.write(
        exchange,
        query,
        closings,
        ClosingFeed.All.CLOSINGS,
        closing -> text(ClosingView.of(closing)));
  }

  private String text(Object view) {
    return json.writeValueAsString(view);
  }
}
