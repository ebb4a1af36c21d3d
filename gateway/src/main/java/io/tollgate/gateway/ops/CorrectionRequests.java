package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.collection.Deduction;
import io.tollgate.metering.correction.CorrectionEffect;
import io.tollgate.metering.correction.CorrectionRequest;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quantity.QuantityReading.Read;
import io.tollgate.rules.quantity.QuantityReading.Unreadable;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent and answered under {@code /ops/v1/corrections}. */
final class CorrectionRequests {

  private CorrectionRequests() {}

  record Correct(
      @NotBlank String isvId,
      @NotBlank String meteringSn,
      @NotNull String quantity,
      @NotBlank @Size(max = 1_000) String reason,

      @Nullable @Pattern(regexp = "[0-9]{1,18}", message = "a correctionId")
      String replaces) {

    CorrectionRequest correction() {
      return new CorrectionRequest(
          isvId,
          meteringSn,
          readQuantity(),
          reason,
          replaces == null ? null : Long.valueOf(replaces));
    }

    /** As in a usage record, but zero too: that takes the record back. */
    private Quantity readQuantity() {
      if (quantity.matches("0(\\.0{1,4})?")) {
        return Quantity.ZERO;
      }
      return switch (Quantity.read(quantity)) {
        case Read(var read) -> read;
        case Unreadable unreadable ->
          throw Problem.invalid("/quantity", "quantity: " + unreadable.message())
              .asException();
      };
    }
  }

  record Drawn(String packageInstanceId, String quantity) {

    static Drawn of(Deduction deduction) {
      return new Drawn(deduction.packageInstanceId(), deduction.quantity().toString());
    }
  }

  /** What a correction changes; all but the two quantities are differences. */
  record EffectAnswer(
      @Nullable String correctionId,
      boolean preview,
      String isvId,
      String meteringSn,
      String instanceId,
      String quantityBefore,
      String quantityAfter,
      List<Drawn> drawn,
      String onDemandQuantity,
      String overageQuantity,
      boolean collected,
      String amount,
      String currency,
      @Nullable String aggregateSequence) {

    static EffectAnswer of(Correct request, CorrectionEffect effect, boolean preview) {
      return new EffectAnswer(
          text(effect.correctionNo()),
          preview,
          request.isvId(),
          request.meteringSn(),
          effect.instanceId(),
          effect.before().toString(),
          effect.after().toString(),
          effect.deductions().stream().map(Drawn::of).toList(),
          effect.onDemand().toString(),
          effect.overage().toString(),
          effect.isCollected(),
          effect.amount().plainAmount(),
          effect.amount().currency().getCurrencyCode(),
          text(effect.aggregateSequence()));
    }

    private static @Nullable String text(@Nullable Long number) {
      return number == null ? null : number.toString();
    }
  }
}
