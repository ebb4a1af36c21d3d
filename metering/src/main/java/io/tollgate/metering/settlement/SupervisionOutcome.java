package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.Supervision;
import java.util.List;

/** What came of a step of supervision. */
public sealed interface SupervisionOutcome {

  /** The order is now in this state. */
  record Stepped(String orderId, Supervision state) implements SupervisionOutcome {}

  /** The order's product is not supervised. */
  record NotSupervised(String orderId) implements SupervisionOutcome {}

  /** The step cannot be taken from here; these can. */
  record NotPossible(Supervision state, List<Supervision.Step> possible)
      implements SupervisionOutcome {

    public NotPossible {
      possible = List.copyOf(possible);
    }
  }
}
