package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.ops.SupervisionAnswer;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.ServiceSupervision;
import io.tollgate.rules.settlement.Supervision.Step;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Lets an ISV take its own steps of supervision, on orders of its own products. */
@RestController
class OwnSupervisionController {

  private final ServiceSupervision supervision;

  OwnSupervisionController(ServiceSupervision supervision) {
    this.supervision = supervision;
  }

  record TakeStep(@NotNull Step step) {}

  /** Another ISV's order is answered as if it did not exist. */
  @PostMapping("/isv/v1/orders/{orderId}/supervision")
  Mono<SupervisionAnswer> step(
      CallingIsv isv, @PathVariable String orderId, @Valid @RequestBody TakeStep request) {
    return supervision
        .stepOfIsv(isv.isvNo(), orderId, request.step())
        .map(outcome -> SupervisionAnswer.of(request.step(), outcome))
        .switchIfEmpty(Mono.error(() -> Problem.notFound("order", orderId).asException()));
  }
}
