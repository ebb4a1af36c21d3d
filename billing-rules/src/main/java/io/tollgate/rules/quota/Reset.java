package io.tollgate.rules.quota;

import java.time.Period;
import org.jspecify.annotations.Nullable;

/** How often a package's quota starts afresh (资源重置规则). */
public enum Reset {

  /** Never: the quantity is for the whole validity. */
  NONE(null),

  /** Every month from the activation on: the quantity is per month. */
  MONTHLY(Period.ofMonths(1)),

  /** Every year from the activation on: the quantity is per year. */
  YEARLY(Period.ofYears(1));

  private final @Nullable Period every;

  Reset(@Nullable Period every) {
    this.every = every;
  }

  /** The length of one reset period in calendar units, or null where there is only one. */
  public @Nullable Period every() {
    return every;
  }
}
