package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.SupervisedService;
import io.tollgate.rules.settlement.SupervisedService.PossibleStep;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import java.util.List;

/** What came of a step of supervision. Where several apply, the first in this order is given. */
public sealed interface SupervisionOutcome {

  /** The order's product is not supervised. */
  record NotSupervised(String orderId) implements SupervisionOutcome {}

  /** The order failed or was given back. */
  record Ended(String orderId) implements SupervisionOutcome {}

  /** The step cannot be taken from here, by nobody; these can. */
  record NotPossible(Supervision state, List<PossibleStep> possible) implements SupervisionOutcome {

    public NotPossible {
      possible = List.copyOf(possible);
    }
  }

  /** The step is another party's. */
  record NotTheirs(Step step, Party by, List<Party> whose) implements SupervisionOutcome {

    public NotTheirs {
      whose = List.copyOf(whose);
    }
  }

  /** The step was taken, and this is how the order stands now. */
  record Stepped(String orderId, SupervisedService service) implements SupervisionOutcome {}
}
