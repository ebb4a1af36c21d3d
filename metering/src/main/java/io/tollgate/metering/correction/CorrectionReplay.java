package io.tollgate.metering.correction;

import io.tollgate.metering.collection.AdjustmentReplay;
import io.tollgate.metering.collection.MonthRating;
import io.tollgate.metering.collection.RatedUsage;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes the adjustment of a correction again, from where the record's units came before and after. */
@Component
final class CorrectionReplay implements AdjustmentReplay {

  private final CorrectionStore store;

  CorrectionReplay(CorrectionStore store) {
    this.store = store;
  }

  @Override
  public Mono<RatedUsage> rate(long sequence, MonthRating rating) {
    return store
        .adjustment(sequence)
        .flatMap(made -> store.quotas(made.record()).flatMap(quotas -> {
          var correction = made.correction();
          return rating.rateCorrection(
              made.record().instance(),
              made.record().cycle(),
              correction,
              correction.before().onDemandUnits(),
              CorrectionPublisher.deductions(correction, quotas));
        }));
  }
}
