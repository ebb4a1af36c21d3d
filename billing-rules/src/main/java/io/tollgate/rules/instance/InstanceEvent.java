package io.tollgate.rules.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can happen to an instance. */
public sealed interface InstanceEvent {

  /** The ISV has created it. */
  record Provisioned() implements InstanceEvent {}

  /**
   * The ISV did not create it in time (contract 5.7).
   *
   * @param namedByIsv whether the ISV had answered with an instance id, which it must now release
   */
  record CreateFailed(boolean namedByIsv) implements InstanceEvent {}

  /**
   * A reason to freeze begins to hold.
   *
   * @param releaseAt when the reason's retention ends, or null where it has none
   */
  record Freeze(FreezeReason reason, @Nullable Instant releaseAt) implements InstanceEvent {}

  /** A reason to freeze holds no longer. */
  record Lift(FreezeReason reason) implements InstanceEvent {}

  /** It is to be deleted. */
  record Release(ReleaseCause cause) implements InstanceEvent {}
}
