package io.tollgate.gateway.ops;

import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.delivery.DeliveryReads;
import io.tollgate.metering.delivery.DeliveryReads.Filter;
import io.tollgate.metering.delivery.DeliveryRestart;
import io.tollgate.metering.delivery.DeliveryState;
import io.tollgate.metering.delivery.DeliveryView;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Production interface messages (contract 3.5). */
@RestController
@RequestMapping("/ops/v1/deliveries")
class DeliveryController {

  private final DeliveryReads reads;
  private final DeliveryRestart restart;

  DeliveryController(DeliveryReads reads, DeliveryRestart restart) {
    this.reads = reads;
    this.restart = restart;
  }

  @GetMapping
  Mono<Page<DeliveryAnswer>> list(
      @RequestParam(required = false) @Nullable DeliveryState state,
      @RequestParam(required = false) @Nullable String instanceId,
      @RequestParam(required = false) @Nullable String isvId,
      PageQuery page) {
    var filter = new Filter(state == null ? null : state.name(), instanceId, isvId);
    return reads
        .list(filter, page.after(), page.fetchLimit())
        .map(found -> Page.of(found, page, DeliveryView::deliveryNo).map(DeliveryAnswer::of));
  }

  @GetMapping("/{deliveryId}")
  Mono<DeliveryAnswer> read(@PathVariable String deliveryId) {
    return reads
        .find(DeliveryAnswer.number(deliveryId))
        .map(DeliveryAnswer::of)
        .switchIfEmpty(unknown(deliveryId));
  }

  @PostMapping("/{deliveryId}/restart")
  Mono<DeliveryAnswer> restart(@PathVariable String deliveryId) {
    return restart
        .restart(DeliveryAnswer.number(deliveryId), null)
        .flatMap(outcome -> switch (outcome) {
          case RESTARTED -> read(deliveryId);
          case OVERTAKEN ->
            Mono.error(Problem.conflict("delivery: " + deliveryId
                    + " (expected: one that no later call of its instance overtook)")
                .asException());
        })
        .switchIfEmpty(unknown(deliveryId));
  }

  private static <T> Mono<T> unknown(String deliveryId) {
    return Mono.error(() -> Problem.notFound("delivery", deliveryId).asException());
  }
}
