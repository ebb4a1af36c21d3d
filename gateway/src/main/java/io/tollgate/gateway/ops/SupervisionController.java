package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.ServiceSupervision;
import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Supervision as the marketplace sees it (contract 3.6). It takes the customers' steps and the
 * platform's, and an ISV's where that one reached it by another way.
 */
@RestController
@RequestMapping("/ops/v1/orders/{orderId}/supervision")
class SupervisionController {

  private final ServiceSupervision supervision;

  SupervisionController(ServiceSupervision supervision) {
    this.supervision = supervision;
  }

  /**
   * @param actor on whose behalf; without one it is whoever's step it is
   */
  record TakeStep(@NotNull Step step, @Nullable Party actor) {}

  @GetMapping
  Mono<SupervisionAnswer> read(@PathVariable String orderId) {
    return supervision.find(orderId).map(SupervisionAnswer::of).switchIfEmpty(unknown(orderId));
  }

  @PostMapping
  Mono<SupervisionAnswer> step(@PathVariable String orderId, @Valid @RequestBody TakeStep request) {
    return supervision
        .step(orderId, request.step(), Optional.ofNullable(request.actor()))
        .map(outcome -> SupervisionAnswer.of(request.step(), outcome))
        .switchIfEmpty(unknown(orderId));
  }

  private static <T> Mono<T> unknown(String orderId) {
    return Mono.error(() -> Problem.notFound("order", orderId).asException());
  }
}
