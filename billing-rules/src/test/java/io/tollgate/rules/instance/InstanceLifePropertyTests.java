package io.tollgate.rules.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.instance.Effect.Call;
import io.tollgate.rules.instance.Effect.TellIsv;
import io.tollgate.rules.instance.InstanceEvent.CreateFailed;
import io.tollgate.rules.instance.InstanceEvent.Freeze;
import io.tollgate.rules.instance.InstanceEvent.Lift;
import io.tollgate.rules.instance.InstanceEvent.Provisioned;
import io.tollgate.rules.instance.InstanceEvent.Release;
import io.tollgate.rules.instance.InstanceState.Active;
import io.tollgate.rules.instance.InstanceState.Failed;
import io.tollgate.rules.instance.InstanceState.Frozen;
import io.tollgate.rules.instance.InstanceState.Provisioning;
import io.tollgate.rules.instance.InstanceState.Released;
import io.tollgate.rules.instance.Transition.Accepted;
import io.tollgate.rules.instance.Transition.Refused;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class InstanceLifePropertyTests {

  @Provide
  Arbitrary<List<InstanceEvent>> events() {
    return Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(new Provisioned())),
            Tuple.of(8, Arbitraries.of(FreezeReason.class).map(reason -> new Freeze(reason, null))),
            Tuple.of(8, Arbitraries.of(FreezeReason.class).map(Lift::new)),
            Tuple.of(1, Arbitraries.of(ReleaseCause.class).map(Release::new)),
            Tuple.of(1, Arbitraries.just(new CreateFailed(true))))
        .<InstanceEvent>map(event -> event)
        .list()
        .ofMaxSize(40);
  }

  @Property
  void frozenIfAndOnlyIfAReasonExists(@ForAll("events") List<InstanceEvent> events) {
    InstanceState state = new Provisioning();
    var reasons = EnumSet.noneOf(FreezeReason.class);
    for (var event : events) {
      if (InstanceLife.transition(state, event) instanceof Accepted(var next, var _)) {
        if (event instanceof Freeze freeze) {
          reasons.add(freeze.reason());
        } else if (event instanceof Lift lift) {
          reasons.remove(lift.reason());
        }
        state = next;
      }
      if (state instanceof Active || state instanceof Frozen) {
        assertThat(state instanceof Frozen).isEqualTo(!reasons.isEmpty());
      }
      if (state instanceof Frozen frozen) {
        assertThat(frozen.reasons()).isEqualTo(reasons);
      }
    }
  }

  @Property
  void theIsvHearsFreezeAndUnfreezeByTurnsAndNothingAfterRelease(
      @ForAll("events") List<InstanceEvent> events) {
    InstanceState state = new Provisioning();
    var calls = new ArrayList<Call>();
    for (var event : events) {
      if (state instanceof Failed) {
        break;
      }
      if (InstanceLife.transition(state, event) instanceof Accepted(var next, var effects)) {
        for (var effect : effects) {
          if (effect instanceof TellIsv(var call)) {
            calls.add(call);
          }
        }
        state = next;
      }
    }

    var expected = Call.FREEZE;
    for (var call : calls) {
      if (call == Call.RELEASE) {
        assertThat(calls).endsWith(Call.RELEASE).containsOnlyOnce(Call.RELEASE);
        break;
      }
      assertThat(call).isEqualTo(expected);
      expected = expected == Call.FREEZE ? Call.UNFREEZE : Call.FREEZE;
    }
  }

  @Property
  void theSameEventAgainChangesNothing(@ForAll("events") List<InstanceEvent> events) {
    InstanceState state = new Provisioning();
    for (var event : events) {
      if (InstanceLife.transition(state, event) instanceof Accepted(var next, var _)) {
        state = next;
        if (state instanceof Failed && event instanceof Provisioned) {
          continue;
        }
        assertThat(InstanceLife.transition(state, event)).isEqualTo(new Accepted(state, List.of()));
      }
    }
  }

  @Property
  void whatIsOverStaysOver(@ForAll("events") List<InstanceEvent> events) {
    for (var over : List.of(new Released(), new Failed())) {
      for (var event : events) {
        switch (InstanceLife.transition(over, event)) {
          case Accepted(var next, var _) -> assertThat(next).isEqualTo(over);
          case Refused(var state, var _, var _) -> assertThat(state).isEqualTo(over);
        }
      }
    }
  }
}
