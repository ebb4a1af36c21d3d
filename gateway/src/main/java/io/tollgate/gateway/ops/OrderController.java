package io.tollgate.gateway.ops;

import io.tollgate.gateway.ops.OrderRequests.OrderAnswer;
import io.tollgate.gateway.ops.OrderRequests.Place;
import io.tollgate.gateway.ops.OrderRequests.PlacedAnswer;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.order.OrderOutcome;
import io.tollgate.metering.order.OrderReads;
import io.tollgate.metering.order.OrderView;
import io.tollgate.metering.order.Orders;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Orders (contract 3.4). */
@RestController
@RequestMapping("/ops/v1/orders")
class OrderController {

  private final Orders orders;
  private final OrderReads reads;

  OrderController(Orders orders, OrderReads reads) {
    this.orders = orders;
    this.reads = reads;
  }

  @PostMapping
  Mono<ResponseEntity<PlacedAnswer>> place(@Valid @RequestBody Place request) {
    return orders.place(request.order()).map(outcome -> switch (outcome) {
      case OrderOutcome.Placed placed ->
        ResponseEntity.created(URI.create("/ops/v1/orders/" + placed.orderId()))
            .body(PlacedAnswer.of(placed));
      case OrderOutcome.NotCovered unpaid -> throw notCovered(unpaid).asException();
      case OrderOutcome.Conflicting(var detail) ->
        throw Problem.conflict(detail).asException();
      case OrderOutcome.Senseless(var pointer, var detail) ->
        throw Problem.unprocessable(List.of(new FieldFault(pointer, detail))).asException();
    });
  }

  private static Problem notCovered(OrderOutcome.NotCovered unpaid) {
    return Problem.of(
            HttpStatus.PAYMENT_REQUIRED,
            "insufficient-balance",
            "The balance does not cover it",
            "balance: " + unpaid.balance() + " (expected: at least " + unpaid.price()
                + "); top it up first")
        .with("balance", unpaid.balance().plainAmount())
        .with("price", unpaid.price().plainAmount())
        .with("currency", unpaid.price().currency().getCurrencyCode());
  }

  @GetMapping
  Mono<Page<OrderAnswer>> list(
      @RequestParam(required = false) @Nullable String customerId, PageQuery page) {
    return reads
        .list(customerId, page.after(), page.fetchLimit())
        .map(found -> Page.of(found, page, OrderView::orderNo).map(OrderAnswer::of));
  }

  @GetMapping("/{orderId}")
  Mono<OrderAnswer> read(@PathVariable String orderId) {
    return reads
        .find(orderId)
        .map(OrderAnswer::of)
        .switchIfEmpty(Mono.error(() -> Problem.notFound("order", orderId).asException()));
  }
}
