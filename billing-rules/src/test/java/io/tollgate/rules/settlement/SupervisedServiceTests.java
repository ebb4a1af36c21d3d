package io.tollgate.rules.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SupervisedServiceTests {

  @Test
  void namesTheStepsThatCanBeTakenNowAndWhoseTheyAre() {
    var delivered =
        new SupervisedService(Supervision.DELIVERED, false, Optional.empty()).possible();

    assertThat(delivered)
        .extracting(Object::toString)
        .containsExactly(
            "REVIEW by [PLATFORM]",
            "ACCEPT by [CUSTOMER]",
            "REJECT by [CUSTOMER, PLATFORM]",
            "APPEAL by [CUSTOMER, ISV]");
  }

  @Test
  void leavesNothingToDoOnceAccepted() {
    var accepted = new SupervisedService(Supervision.ACCEPTED, false, Optional.empty());

    assertThat(accepted.possible()).isEmpty();
    assertThat(accepted.take(Step.APPEAL, Optional.of(Party.ISV)))
        .isEqualTo(
            new SupervisedService.Outcome.NotPossible(Supervision.ACCEPTED, accepted.possible()));
  }
}
