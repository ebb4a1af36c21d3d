package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.delivery.DeliveryReads;
import io.tollgate.metering.instance.InstanceReads;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.kit.KitSyncs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Kit syncs (contract 3.8): checked, the secret encrypted for the ISV, then sent like any call. */
@RestController
class KitSyncController {

  private final InstanceReads instances;
  private final IsvStore isvs;
  private final KitSyncs syncs;
  private final DeliveryReads deliveries;

  KitSyncController(
      InstanceReads instances, IsvStore isvs, KitSyncs syncs, DeliveryReads deliveries) {
    this.instances = instances;
    this.isvs = isvs;
    this.syncs = syncs;
    this.deliveries = deliveries;
  }

  @PostMapping("/ops/v1/kit-syncs")
  Mono<ResponseEntity<DeliveryAnswer>> order(@Valid @RequestBody KitSyncRequest request) {
    var payload = request.kind().checked(request.payload());
    var instanceId = request.instanceId();
    return instances
        .find(instanceId)
        .flatMap(instance -> isvs.find(instance.isvId()))
        .map(isv -> ClientSecret.encrypted(payload, isv))
        .flatMap(safe -> syncs.order(instanceId, request.kind().activity(), safe))
        .flatMap(deliveries::find)
        .map(DeliveryAnswer::of)
        .map(answer -> ResponseEntity.created(
                URI.create("/ops/v1/deliveries/" + answer.deliveryId()))
            .body(answer))
        .switchIfEmpty(Mono.error(() -> Problem.notFound("instance", instanceId).asException()));
  }

  /** What to tell the ISV. */
  record KitSyncRequest(
      @NotBlank @Size(max = 64) String instanceId,
      @NotNull KitSyncKind kind,
      @NotNull Map<String, Object> payload) {

    /** The payload may hold a secret. */
    @Override
    public String toString() {
      return "KitSyncRequest[" + instanceId + ", " + kind + "]";
    }
  }
}
