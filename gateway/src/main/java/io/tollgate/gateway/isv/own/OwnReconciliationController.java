package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.problem.FieldFault;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.reconciliation.Count;
import io.tollgate.metering.reconciliation.Reconciliation;
import io.tollgate.metering.reconciliation.Reconciliation.OwnTotal;
import io.tollgate.metering.reconciliation.Reconciliation.TotalDifference;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Compares an ISV's own totals of a cycle with ours. */
@RestController
class OwnReconciliationController {

  private final Reconciliation reconciliation;

  OwnReconciliationController(Reconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  record Request(
      @NotNull Instant cycleStart,
      @NotNull Cycle cycle,
      @NotNull List<@Valid Total> totals) {}

  record Total(
      @NotBlank String instanceId,

      @NotNull
      @Pattern(
          regexp = "[0-9]{1,18}(\\.[0-9]{1,4})?",
          message = "a decimal number with at most 4 decimals, as text")
      String quantity,

      @PositiveOrZero long count) {

    OwnTotal own() {
      var units = new BigDecimal(quantity).movePointRight(Quantity.DECIMALS);
      return new OwnTotal(instanceId, new Count(count, units));
    }
  }

  /** Only what differs, with both figures. */
  record Answer(Instant cycleStart, Cycle cycle, List<Difference> differences) {}

  record Difference(String instanceId, Figures yours, Figures ours) {

    static Difference of(TotalDifference difference) {
      return new Difference(
          difference.instanceId(), Figures.of(difference.theirs()), Figures.of(difference.ours()));
    }
  }

  record Figures(String quantity, long count) {

    static Figures of(Count count) {
      var quantity = count.units().movePointLeft(Quantity.DECIMALS).stripTrailingZeros();
      return new Figures(quantity.signum() == 0 ? "0" : quantity.toPlainString(), count.records());
    }
  }

  @PostMapping("/isv/v1/reconciliations")
  Mono<Answer> compare(CallingIsv isv, @Valid @RequestBody Request request) {
    refuseRepeats(request.totals());
    var totals = request.totals().stream().map(Total::own).toList();
    return reconciliation
        .compare(isv.isvNo(), request.cycle(), request.cycleStart(), totals)
        .map(differences -> new Answer(
            request.cycleStart(),
            request.cycle(),
            differences.stream().map(Difference::of).toList()));
  }

  private static void refuseRepeats(List<Total> totals) {
    var seen = new HashSet<String>();
    for (var i = 0; i < totals.size(); i++) {
      var instanceId = totals.get(i).instanceId();
      if (!seen.add(instanceId)) {
        throw Problem.invalid(List.of(new FieldFault(
                "/totals/" + i + "/instanceId",
                "instanceId: " + instanceId + " (expected: at most one total for an instance)")))
            .asException();
      }
    }
  }
}
