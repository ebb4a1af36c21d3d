package io.tollgate.rules.collection;

import java.util.List;

/**
 * What a step of collecting leaves behind.
 *
 * @param aggregates to be written in this order; may be empty
 * @param month the instance's month afterwards
 */
public record Collected(List<Aggregate> aggregates, MonthCount month) {

  public Collected {
    aggregates = List.copyOf(aggregates);
  }
}
