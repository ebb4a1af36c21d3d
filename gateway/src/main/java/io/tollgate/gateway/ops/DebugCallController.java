package io.tollgate.gateway.ops;

import io.tollgate.gateway.outbound.DebugInterface.DebuggedCall;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.protocol.outbound.OutboundRequest;
import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Done;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.Unanswered;
import io.tollgate.metering.delivery.CallOutcome.UnderWay;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Tries one call of a product's production interface (接口调测). */
@RestController
class DebugCallController {

  private final Catalogue catalogue;
  private final DebugCalls calls;

  DebugCallController(Catalogue catalogue, DebugCalls calls) {
    this.catalogue = catalogue;
    this.calls = calls;
  }

  @PostMapping("/ops/v1/products/{productCode}/debug-calls")
  Mono<DebugAnswer> debug(
      @PathVariable String productCode, @Valid @RequestBody DebugRequest request) {
    var activity = activity(request.activity(), "/activity");
    return catalogue
        .product(productCode)
        .switchIfEmpty(Mono.error(() -> Problem.notFound("product", productCode).asException()))
        .flatMap(product -> calls.debug(product, activity, given(request)))
        .map(debugged -> DebugAnswer.of(activity, debugged));
  }

  private static Map<String, Object> given(DebugRequest request) {
    return Objects.requireNonNullElseGet(request.members(), Map::of);
  }

  /** The call of that name; a 400 where there is none. */
  static Activity activity(String name, String pointer) {
    return Arrays.stream(Activity.values())
        .filter(activity -> activity.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> Problem.invalid(
                pointer, "activity: " + name + " (expected: a call of the production interface)")
            .asException());
  }

  /**
   * What to try.
   *
   * @param members facts to send instead of the sample's; null for none
   */
  record DebugRequest(
      @NotBlank @Size(max = 32) String activity, @Nullable Map<String, Object> members) {}

  /**
   * What became of it.
   *
   * @param request as it was sent; null where nothing was
   * @param outcome DONE, UNDER_WAY, REFUSED or UNANSWERED
   * @param error why it is neither done nor under way; null otherwise
   */
  record DebugAnswer(
      String activity,
      @Nullable OutboundRequest request,
      ReplyAnswer reply,
      String outcome,
      @Nullable String instanceId,
      @Nullable String error) {

    static DebugAnswer of(Activity activity, DebuggedCall debugged) {
      var outcome = debugged.outcome();
      var reply = ReplyAnswer.of(outcome.exchange());
      var name = activity.wireName();
      var request = debugged.request();
      return switch (outcome) {
        case Done(var exchange, var id) -> new DebugAnswer(name, request, reply, "DONE", id, null);
        case UnderWay(var exchange, var id) ->
          new DebugAnswer(name, request, reply, "UNDER_WAY", id, null);
        case Refused(var exchange, var error) ->
          new DebugAnswer(name, request, reply, "REFUSED", null, error);
        case Unanswered(var exchange, var error) ->
          new DebugAnswer(name, request, reply, "UNANSWERED", null, error);
      };
    }
  }

  /** What came back. */
  record ReplyAnswer(
      @Nullable Integer status,
      @Nullable String resultCode,
      int tookMs,
      @Nullable String body) {

    static ReplyAnswer of(CallOutcome.Exchange exchange) {
      return new ReplyAnswer(
          exchange.status(), exchange.resultCode(), exchange.tookMillis(), exchange.reply());
    }
  }
}
