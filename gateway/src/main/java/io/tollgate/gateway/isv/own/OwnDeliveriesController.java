package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.ops.DeliveryAnswer;
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

/** The messages of an ISV's own production interface. */
@RestController
@RequestMapping("/isv/v1/deliveries")
class OwnDeliveriesController {

  private final DeliveryReads reads;
  private final DeliveryRestart restart;

  OwnDeliveriesController(DeliveryReads reads, DeliveryRestart restart) {
    this.reads = reads;
    this.restart = restart;
  }

  @GetMapping
  Mono<Page<DeliveryAnswer>> list(
      CallingIsv isv,
      @RequestParam(required = false) @Nullable DeliveryState state,
      @RequestParam(required = false) @Nullable String instanceId,
      PageQuery page) {
    var filter = new Filter(state == null ? null : state.name(), instanceId, isv.isvId());
    return reads
        .list(filter, page.after(), page.fetchLimit())
        .map(found -> Page.of(found, page, DeliveryView::deliveryNo).map(DeliveryAnswer::of));
  }

  @PostMapping("/{deliveryId}/restart")
  Mono<DeliveryAnswer> restart(CallingIsv isv, @PathVariable String deliveryId) {
    return restart
        .restart(DeliveryAnswer.number(deliveryId), isv.isvNo())
        .flatMap(outcome -> switch (outcome) {
          case RESTARTED -> reads.find(DeliveryAnswer.number(deliveryId)).map(DeliveryAnswer::of);
          case OVERTAKEN ->
            Mono.error(Problem.conflict("delivery: %s (expected: one that no later call overtook)"
                    .formatted(deliveryId))
                .asException());
        })
        .switchIfEmpty(Mono.error(() -> Problem.notFound("delivery", deliveryId).asException()));
  }
}
