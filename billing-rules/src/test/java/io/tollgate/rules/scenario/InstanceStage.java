package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.instance.Effect;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceLife;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.ReleaseCause;
import io.tollgate.rules.instance.Transition;
import java.util.Optional;

/** The life of one instance. */
final class InstanceStage implements Stage {

  private final World world;
  private InstanceState state = new InstanceState.Provisioning();

  InstanceStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "provisioned" -> after(new InstanceEvent.Provisioned());
          case "create-fails" -> after(new InstanceEvent.CreateFailed(words.take("named")));
          case "freeze" -> freeze(words);
          case "lift" -> after(new InstanceEvent.Lift(words.constant(FreezeReason.class)));
          case "release" -> after(new InstanceEvent.Release(words.constant(ReleaseCause.class)));
          default -> null;
        });
  }

  private String freeze(Words words) {
    var reason = words.constant(FreezeReason.class);
    var releaseAt = words.take("release") ? words.time(world.zone) : null;
    return after(new InstanceEvent.Freeze(reason, releaseAt));
  }

  private String after(InstanceEvent event) {
    return switch (InstanceLife.transition(state, event)) {
      case Transition.Accepted(var next, var effects) -> {
        state = next;
        var described = effects.stream().map(this::described).collect(joining(", "));
        yield described(next) + (described.isEmpty() ? "" : ": " + described);
      }
      case Transition.Refused(var _, var _, var why) -> "refused, " + why;
    };
  }

  static String described(InstanceState state) {
    return switch (state) {
      case InstanceState.Provisioning _ -> "PROVISIONING";
      case InstanceState.Active _ -> "ACTIVE";
      case InstanceState.Frozen frozen ->
        "FROZEN " + frozen.reasons().stream().map(FreezeReason::toString).collect(joining("+"));
      case InstanceState.Released _ -> "RELEASED";
      case InstanceState.Failed _ -> "FAILED";
    };
  }

  private String described(Effect effect) {
    return switch (effect) {
      case Effect.TellIsv(var call) -> "tell ISV " + call;
      case Effect.StartService _ -> "start service";
      case Effect.RefundInFull _ -> "refund in full";
      case Effect.ScheduleRelease(var reason, var at) ->
        "release for " + reason + " at " + world.local(at);
      case Effect.CancelRelease(var reason) -> "no release for " + reason;
      case Effect.Announce(var announcement) -> "announce " + announcement.type();
    };
  }
}
