package io.tollgate.gateway.ops;

import io.tollgate.gateway.outbound.AllowedTargets;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.notification.AddedTarget;
import io.tollgate.metering.notification.NewTarget;
import io.tollgate.metering.notification.NotificationStore;
import io.tollgate.metering.notification.NotificationStore.ListedTarget;
import io.tollgate.metering.notification.NotificationTarget;
import io.tollgate.metering.notification.NotificationTargets;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who is told of events (contract 3.8). */
@RestController
@RequestMapping("/ops/v1")
class NotificationController {

  private final NotificationTargets targets;
  private final NotificationStore store;
  private final AllowedTargets allowed;
  private final BusinessClock clock;

  NotificationController(
      NotificationTargets targets,
      NotificationStore store,
      AllowedTargets allowed,
      BusinessClock clock) {
    this.targets = targets;
    this.store = store;
    this.allowed = allowed;
    this.clock = clock;
  }

  @PostMapping("/notification-targets")
  Mono<ResponseEntity<TargetAnswer>> add(@Valid @RequestBody Add request) {
    var faults = faultsOf(request);
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults).asException();
    }
    return targets.add(request.target()).map(outcome -> switch (outcome) {
      case AddedTarget.Added(var target, var secret) ->
        ResponseEntity.created(URI.create("/ops/v1/notification-targets/" + target.targetId()))
            .header("Cache-Control", "no-store")
            .body(TargetAnswer.of(target, secret));
      case AddedTarget.UnknownIsv(var isvId) ->
        throw Problem.unprocessable(List.of(
                new FieldFault("/isvId", "isvId: " + isvId + " (expected: a registered ISV)")))
            .asException();
    });
  }

  private List<FieldFault> faultsOf(Add request) {
    var faults = new ArrayList<FieldFault>();
    if ((request.scope() == NotificationTarget.Scope.ISV) != (request.isvId() != null)) {
      faults.add(new FieldFault(
          "/isvId",
          "isvId: " + request.isvId() + " (expected: given for scope ISV, left out for OPERATOR)"));
    }
    if (request.kind() == NotificationTarget.Kind.WEBHOOK) {
      allowed
          .faultOf(request.address())
          .ifPresent(fault -> faults.add(new FieldFault("/address", fault)));
    } else if (!request.address().matches("[^@\\s]+@[^@\\s]+")) {
      faults.add(new FieldFault(
          "/address", "address: " + request.address() + " (expected: a mail address)"));
    }
    for (var i = 0; i < request.events().size(); i++) {
      if (!isKnown(request.events().get(i))) {
        faults.add(new FieldFault(
            "/events/" + i,
            "event: " + request.events().get(i) + " (expected: * or one of "
                + Arrays.stream(EventType.values()).map(EventType::wireName).toList() + ")"));
      }
    }
    return faults;
  }

  private static boolean isKnown(String event) {
    return event.equals(NotificationTarget.EVERYTHING)
        || Arrays.stream(EventType.values()).anyMatch(type -> type.wireName().equals(event));
  }

  @GetMapping("/notification-targets")
  Mono<Page<TargetAnswer>> list(PageQuery page) {
    return targets
        .list(page.after(), page.fetchLimit())
        .map(listed -> Page.of(listed, page, ListedTarget::targetNo)
            .map(entry -> TargetAnswer.of(entry.target(), null)));
  }

  @DeleteMapping("/notification-targets/{targetId}")
  Mono<ResponseEntity<Void>> end(@PathVariable String targetId) {
    return targets
        .end(targetId)
        .map(ended -> ResponseEntity.noContent().<Void>build())
        .switchIfEmpty(
            Mono.error(() -> Problem.notFound("notification target", targetId).asException()));
  }

  /** Sends a notification again, from its first attempt on. */
  @PostMapping("/notifications/{notificationNo}/replay")
  Mono<ResponseEntity<Void>> replay(@PathVariable long notificationNo) {
    return store
        .replay(notificationNo, clock.now())
        .filter(found -> found)
        .map(found -> ResponseEntity.accepted().<Void>build())
        .switchIfEmpty(Mono.error(() ->
            Problem.notFound("notification", String.valueOf(notificationNo)).asException()));
  }

  record Add(
      NotificationTarget.@NotNull Scope scope,
      @Nullable String isvId,
      NotificationTarget.@NotNull Kind kind,
      @NotBlank @Size(max = 1_024) String address,
      @NotNull @Size(min = 1, max = 50) List<String> events) {

    NewTarget target() {
      return new NewTarget(scope, isvId, kind, address, events);
    }
  }

  /**
   * @param secret shown when a webhook is added, and never again
   */
  record TargetAnswer(
      String targetId,
      NotificationTarget.Scope scope,
      @Nullable String isvId,
      NotificationTarget.Kind kind,
      String address,
      List<String> events,
      @Nullable String secret,
      Instant createdAt) {

    static TargetAnswer of(NotificationTarget target, @Nullable String secret) {
      return new TargetAnswer(
          target.targetId(),
          target.scope(),
          target.isvId(),
          target.kind(),
          target.address(),
          target.events(),
          secret,
          target.createdAt());
    }
  }
}
