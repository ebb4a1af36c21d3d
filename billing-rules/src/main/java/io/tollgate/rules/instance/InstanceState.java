package io.tollgate.rules.instance;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where an instance stands in its life. */
public sealed interface InstanceState {

  /** Ordered; the ISV has not yet created it. */
  record Provisioning() implements InstanceState {}

  /** In service. */
  record Active() implements InstanceState {}

  /**
   * Out of service with its data kept, for as long as one reason holds.
   *
   * @param reasons in the order of {@link FreezeReason}; never empty
   */
  record Frozen(Set<FreezeReason> reasons) implements InstanceState {

    public Frozen {
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("reasons: none (expected: at least one)");
      }
      reasons = Collections.unmodifiableSet(EnumSet.copyOf(reasons));
    }

    Frozen with(FreezeReason reason) {
      var more = EnumSet.copyOf(reasons);
      more.add(reason);
      return new Frozen(more);
    }

    InstanceState without(FreezeReason reason) {
      var fewer = EnumSet.copyOf(reasons);
      fewer.remove(reason);
      return fewer.isEmpty() ? new Active() : new Frozen(fewer);
    }
  }

  /** Deleted; final. */
  record Released() implements InstanceState {}

  /** Never came to life; final. */
  record Failed() implements InstanceState {}
}
