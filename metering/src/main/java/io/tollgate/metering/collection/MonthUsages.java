package io.tollgate.metering.collection;

import io.tollgate.rules.collection.MonthCount;
import io.tollgate.rules.usage.Cycle;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Keeps the months of tiered prices. All calls join the caller's transaction. */
public interface MonthUsages {

  /** The months that are known; a month that is missing has no usage yet. */
  Mono<Map<MonthUsage.Key, MonthCount>> find(Collection<MonthUsage.Key> keys);

  /** Writes the months as they are now. */
  Mono<Void> save(Map<MonthUsage.Key, MonthCount> months);

  /** Months before {@code before} that are not settled, at most {@code limit}, by instance. */
  Mono<List<UnsettledMonth>> unsettled(Cycle cycle, YearMonth before, int limit);

  /** A month that still has to be settled, and whose it is. */
  record UnsettledMonth(MeteredInstance instance, MonthUsage usage) {}
}
