package io.tollgate.rules.collection;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.rating.RatedLine;
import io.tollgate.rules.usage.CycleWindow;
import java.util.List;

/**
 * One line for the feed: what an instance used in a cycle and what that costs. Once written it
 * never changes; whatever comes later is another aggregate.
 *
 * @param amount to charge, or to give back where negative
 * @param lines how the amount came about; none where it is a difference between two sums
 */
public record Aggregate(
    AggregateKind kind, CycleWindow cycle, UsageSum sum, Money amount, List<RatedLine> lines) {

  public Aggregate {
    lines = List.copyOf(lines);
  }
}
