package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.settlement.SupervisedOrder;
import io.tollgate.metering.settlement.SupervisionOutcome;
import io.tollgate.metering.settlement.SupervisionOutcome.Ended;
import io.tollgate.metering.settlement.SupervisionOutcome.NotPossible;
import io.tollgate.metering.settlement.SupervisionOutcome.NotSupervised;
import io.tollgate.metering.settlement.SupervisionOutcome.NotTheirs;
import io.tollgate.metering.settlement.SupervisionOutcome.Stepped;
import io.tollgate.rules.settlement.SupervisedService;
import io.tollgate.rules.settlement.SupervisedService.PossibleStep;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/**
 * How far an order has come, and who can do what next.
 *
 * @param review whether the platform reviews it before the customer can accept
 * @param possible nothing once it is accepted
 */
public record SupervisionAnswer(
    String orderId, Supervision supervision, boolean review, List<Possible> possible) {

  /** A step, and whose it is. */
  public record Possible(Step step, List<Party> actors) {}

  static SupervisionAnswer of(SupervisedOrder order) {
    if (!order.isSupervised()) {
      throw notSupervised(order.orderId()).asException();
    }
    return of(order.orderId(), order.service());
  }

  /** The answer to {@code step}, or the problem with it. */
  public static SupervisionAnswer of(Step step, SupervisionOutcome outcome) {
    return switch (outcome) {
      case Stepped(var orderId, var service) -> of(orderId, service);
      case NotSupervised(var orderId) -> throw notSupervised(orderId).asException();
      case Ended(var orderId) ->
        throw Problem.conflict("orderId: " + orderId
                + " failed or was given back (expected: an order with a service to supervise)")
            .asException();
      case NotPossible(var state, var possible) ->
        throw Problem.conflict("step: " + step + " is not possible while the order is " + state
                + " (expected: " + inWords(possible) + ")")
            .asException();
      case NotTheirs(var asked, var by, var whose) ->
        throw Problem.of(
                HttpStatus.FORBIDDEN,
                "wrong-actor",
                "This step is somebody else's",
                "step: " + asked + " by " + by + " (expected: by " + inWords(whose, " or ") + ")")
            .asException();
    };
  }

  private static SupervisionAnswer of(String orderId, SupervisedService service) {
    return new SupervisionAnswer(
        orderId,
        service.state(),
        service.needsReview(),
        service.possible().stream()
            .map(possible -> new Possible(possible.step(), possible.parties()))
            .toList());
  }

  private static Problem notSupervised(String orderId) {
    return Problem.conflict("orderId: " + orderId
        + " (expected: an order of a product that was created with supervised true)");
  }

  private static String inWords(List<PossibleStep> possible) {
    return possible.isEmpty()
        ? "nothing, it is final"
        : possible.stream()
            .map(one -> one.step() + " by " + inWords(one.parties(), " or "))
            .collect(Collectors.joining(", "));
  }

  private static String inWords(List<Party> parties, String separator) {
    return parties.stream().map(Party::toString).collect(Collectors.joining(separator));
  }
}
