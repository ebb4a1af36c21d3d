package io.tollgate.rules.instance;

import java.util.List;

/** What an event does to an instance. */
public sealed interface Transition {

  /**
   * It is allowed. The state may be the same: a reason added to others, an event that repeats
   * itself. Effects are in the order in which they are to happen.
   */
  record Accepted(InstanceState state, List<Effect> effects) implements Transition {

    public Accepted {
      effects = List.copyOf(effects);
    }
  }

  /** It makes no sense in this state, and nothing changes. */
  record Refused(InstanceState state, InstanceEvent event, String why) implements Transition {}
}
