package io.tollgate.gateway.ops;

import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.instance.InstanceReads;
import io.tollgate.metering.instance.InstanceReads.Filter;
import io.tollgate.metering.instance.InstanceReads.TimelineEntry;
import io.tollgate.metering.instance.InstanceView;
import io.tollgate.metering.instance.Violations;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Instances (contract 3.4). */
@RestController
@RequestMapping("/ops/v1/instances")
class InstanceController {

  private final InstanceReads reads;
  private final Violations violations;

  InstanceController(InstanceReads reads, Violations violations) {
    this.reads = reads;
    this.violations = violations;
  }

  @GetMapping
  Mono<Page<InstanceAnswer>> list(
      @RequestParam(required = false) @Nullable String isvId,
      @RequestParam(required = false) @Nullable String customerId,
      @RequestParam(required = false) @Nullable String state,
      PageQuery page) {
    return reads
        .list(new Filter(isvId, customerId, state), page.after(), page.fetchLimit())
        .map(found -> Page.of(found, page, InstanceView::instanceNo).map(InstanceAnswer::of));
  }

  @GetMapping("/{instanceId}")
  Mono<InstanceAnswer> read(@PathVariable String instanceId) {
    return reads.find(instanceId).map(InstanceAnswer::of).switchIfEmpty(unknown(instanceId));
  }

  @GetMapping("/{instanceId}/timeline")
  Mono<Page<TimelineEntry>> timeline(@PathVariable String instanceId, PageQuery page) {
    return reads
        .numberOf(instanceId)
        .flatMap(number -> reads.timeline(number, page.after(), page.fetchLimit()))
        .map(entries -> Page.of(entries, page, TimelineEntry::version))
        .switchIfEmpty(unknown(instanceId));
  }

  @PostMapping("/{instanceId}/violations")
  Mono<InstanceAnswer> freeze(
      @PathVariable String instanceId, @Valid @RequestBody Violation violation) {
    return violations
        .freeze(instanceId, violation.reason())
        .flatMap(allowed -> answer(instanceId, allowed))
        .switchIfEmpty(unknown(instanceId));
  }

  @DeleteMapping("/{instanceId}/violations")
  Mono<InstanceAnswer> lift(@PathVariable String instanceId) {
    return violations
        .lift(instanceId)
        .flatMap(allowed -> answer(instanceId, allowed))
        .switchIfEmpty(unknown(instanceId));
  }

  private Mono<InstanceAnswer> answer(String instanceId, boolean allowed) {
    return reads.find(instanceId).map(instance -> {
      if (!allowed) {
        throw Problem.conflict("instance: " + instanceId + " is " + instance.state()
                + " (expected: ACTIVE or FROZEN)")
            .asException();
      }
      return InstanceAnswer.of(instance);
    });
  }

  private static <T> Mono<T> unknown(String instanceId) {
    return Mono.error(() -> Problem.notFound("instance", instanceId).asException());
  }

  /** Why the operator freezes. */
  record Violation(@NotBlank @Size(max = 500) String reason) {}
}
