package io.tollgate.metering.correction.postgres;

import io.tollgate.rules.quota.Allocation;
import io.tollgate.rules.quota.Taking;
import io.tollgate.rules.quota.Taking.FromQuota;
import io.tollgate.rules.quota.Taking.OnDemand;
import io.tollgate.rules.quota.Taking.Overage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where units came from, as two columns: sources and units. A quota is its own number. */
final class Takings {

  private static final long ON_DEMAND = 0;
  private static final long OVERAGE = -1;

  private Takings() {}

  static long source(Taking taking) {
    return switch (taking) {
      case FromQuota(var quotaNo, var _) -> quotaNo;
      case OnDemand _ -> ON_DEMAND;
      case Overage _ -> OVERAGE;
    };
  }

  private static Taking of(long source, long units) {
    if (source == ON_DEMAND) {
      return new OnDemand(units);
    }
    return source == OVERAGE ? new Overage(units) : new FromQuota(source, units);
  }

  /** As a correction left it. */
  static Allocation corrected(Long[] sources, Long[] units) {
    return new Allocation(takings(sources, units));
  }

  /** As the record was accepted: draws in their order, then what no package covered. */
  static Allocation accepted(
      Long @Nullable [] quotas, Long @Nullable [] units, long onDemand, long overage) {
    var takings = new ArrayList<Taking>();
    if (quotas != null && units != null) {
      takings.addAll(takings(quotas, units));
    }
    takings.add(new OnDemand(onDemand));
    takings.add(new Overage(overage));
    return new Allocation(takings);
  }

  private static List<Taking> takings(Long[] sources, Long[] units) {
    return IntStream.range(0, sources.length)
        .mapToObj(i -> of(sources[i], units[i]))
        .toList();
  }
}
