package io.tollgate.rules.instance;

import io.tollgate.rules.instance.Effect.Announce;
import io.tollgate.rules.instance.Effect.Announcement;
import io.tollgate.rules.instance.Effect.Call;
import io.tollgate.rules.instance.Effect.CancelRelease;
import io.tollgate.rules.instance.Effect.RefundInFull;
import io.tollgate.rules.instance.Effect.ScheduleRelease;
import io.tollgate.rules.instance.Effect.StartService;
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

/**
 * The life of an instance as a function: state and event to state and effects.
 *
 * <pre>
 *                Provisioned            Freeze
 * PROVISIONING ──────────────▶ ACTIVE ──────────▶ FROZEN ─┐ Freeze, Lift: more or fewer reasons
 *      │                         │  ◀──────────────  │  ◀──┘
 *      │ CreateFailed            │   Lift (the last) │
 *      ▼                         └────────┬──────────┘
 *   FAILED                                ▼ Release
 *                                      RELEASED
 * </pre>
 *
 * <p>The ISV is told FREEZE when the first reason comes and UNFREEZE when the last one goes, never
 * in between. Each reason brings its own release, so the earliest retention to end decides. What
 * repeats itself is accepted and changes nothing; what makes no sense is refused with the reason.
 */
public final class InstanceLife {

  private static final Accepted ACTIVATED = new Accepted(new Active(), List.of(new StartService()));

  private InstanceLife() {}

  public static Transition transition(InstanceState state, InstanceEvent event) {
    return switch (state) {
      case Provisioning provisioning -> whileProvisioning(provisioning, event);
      case Active active -> whileActive(active, event);
      case Frozen frozen -> whileFrozen(frozen, event);
      case Released released -> onceReleased(released, event);
      case Failed failed -> onceFailed(failed, event);
    };
  }

  private static Transition whileProvisioning(Provisioning state, InstanceEvent event) {
    return switch (event) {
      case Provisioned _ -> ACTIVATED;
      case CreateFailed failed -> failedCreate(failed);
      case Freeze _, Lift _, Release _ -> refused(state, event, "it is not provisioned yet");
    };
  }

  private static Transition whileActive(Active state, InstanceEvent event) {
    return switch (event) {
      case Provisioned _ -> unchanged(state);
      case CreateFailed _ -> refused(state, event, "it was provisioned");
      case Freeze freeze -> frozen(freeze);
      case Lift _ -> unchanged(state);
      case Release _ -> released(List.of());
    };
  }

  private static Transition whileFrozen(Frozen state, InstanceEvent event) {
    return switch (event) {
      case Provisioned _ -> unchanged(state);
      case CreateFailed _ -> refused(state, event, "it was provisioned");
      case Freeze freeze -> frozenFurther(state, freeze);
      case Lift lift -> lifted(state, lift.reason());
      case Release _ -> released(cancelledReleases(state));
    };
  }

  private static Transition onceReleased(Released state, InstanceEvent event) {
    return switch (event) {
      case Release _, Lift _ -> unchanged(state);
      case Provisioned _, CreateFailed _, Freeze _ -> refused(state, event, "it is released");
    };
  }

  /** An ISV that answers after all with an instance nobody waits for is told to release it. */
  private static Transition onceFailed(Failed state, InstanceEvent event) {
    return switch (event) {
      case Provisioned _ -> new Accepted(state, List.of(new TellIsv(Call.RELEASE)));
      case CreateFailed _, Release _, Lift _ -> unchanged(state);
      case Freeze _ -> refused(state, event, "it never came to life");
    };
  }

  private static Accepted failedCreate(CreateFailed failed) {
    var effects = new ArrayList<Effect>(3);
    effects.add(new RefundInFull());
    effects.add(new Announce(Announcement.ORDER_REFUNDED));
    if (failed.namedByIsv()) {
      effects.add(new TellIsv(Call.RELEASE));
    }
    return new Accepted(new Failed(), effects);
  }

  private static Accepted frozen(Freeze freeze) {
    var effects = new ArrayList<Effect>(3);
    effects.add(new TellIsv(Call.FREEZE));
    effects.add(new Announce(Announcement.FROZEN));
    effects.addAll(scheduledRelease(freeze));
    return new Accepted(new Frozen(EnumSet.of(freeze.reason())), effects);
  }

  private static Accepted frozenFurther(Frozen state, Freeze freeze) {
    return state.reasons().contains(freeze.reason())
        ? unchanged(state)
        : new Accepted(state.with(freeze.reason()), scheduledRelease(freeze));
  }

  private static List<Effect> scheduledRelease(Freeze freeze) {
    var releaseAt = freeze.releaseAt();
    return releaseAt == null ? List.of() : List.of(new ScheduleRelease(freeze.reason(), releaseAt));
  }

  private static Accepted lifted(Frozen state, FreezeReason reason) {
    if (!state.reasons().contains(reason)) {
      return unchanged(state);
    }
    var effects = new ArrayList<Effect>(3);
    effects.add(new CancelRelease(reason));
    var next = state.without(reason);
    if (next instanceof Active) {
      effects.add(new TellIsv(Call.UNFREEZE));
      effects.add(new Announce(Announcement.UNFROZEN));
    }
    return new Accepted(next, effects);
  }

  private static Accepted released(List<Effect> before) {
    var effects = new ArrayList<>(before);
    effects.add(new TellIsv(Call.RELEASE));
    effects.add(new Announce(Announcement.RELEASED));
    return new Accepted(new Released(), effects);
  }

  private static List<Effect> cancelledReleases(Frozen state) {
    return state.reasons().stream().<Effect>map(CancelRelease::new).toList();
  }

  private static Accepted unchanged(InstanceState state) {
    return new Accepted(state, List.of());
  }

  private static Refused refused(InstanceState state, InstanceEvent event, String why) {
    return new Refused(state, event, why);
  }
}
