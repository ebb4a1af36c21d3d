package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.ops.InstanceAnswer;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.instance.InstanceReads;
import io.tollgate.metering.order.Provisioning;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An ISV's own instances. Another ISV's are answered as if they did not exist. */
@RestController
@RequestMapping("/isv/v1/instances/{instanceId}")
class OwnInstancesController {

  private final InstanceReads instances;
  private final Provisioning provisioning;

  OwnInstancesController(InstanceReads instances, Provisioning provisioning) {
    this.instances = instances;
    this.provisioning = provisioning;
  }

  @GetMapping
  Mono<InstanceAnswer> read(CallingIsv isv, @PathVariable String instanceId) {
    return instances
        .find(instanceId)
        .filter(instance -> instance.isvId().equals(isv.isvId()))
        .map(InstanceAnswer::of)
        .switchIfEmpty(unknown(instanceId));
  }

  /** Ends an asynchronous create at once, instead of by polling. */
  @PostMapping("/provisioned")
  Mono<InstanceAnswer> provisioned(CallingIsv isv, @PathVariable String instanceId) {
    return provisioning
        .provisioned(isv.isvNo(), instanceId)
        .switchIfEmpty(unknown(instanceId))
        .filter(begun -> begun)
        .switchIfEmpty(Mono.error(() -> Problem.conflict(
                "instance: %s is not pending (expected: one that you answered 000004 for)"
                    .formatted(instanceId))
            .asException()))
        .then(Mono.defer(() -> read(isv, instanceId)));
  }

  private static <T> Mono<T> unknown(String instanceId) {
    return Mono.error(() -> Problem.notFound("instance", instanceId).asException());
  }
}
