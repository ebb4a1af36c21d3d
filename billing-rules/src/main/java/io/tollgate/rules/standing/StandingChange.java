package io.tollgate.rules.standing;

import java.util.List;

/**
 * A customer's standing after something happened.
 *
 * @param effects in the order in which they are to happen; empty where nothing changed
 */
public record StandingChange(Standing standing, List<StandingEffect> effects) {

  public StandingChange {
    effects = List.copyOf(effects);
  }

  public static StandingChange none(Standing standing) {
    return new StandingChange(standing, List.of());
  }
}
