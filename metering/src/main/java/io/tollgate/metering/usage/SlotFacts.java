package io.tollgate.metering.usage;

import io.tollgate.rules.quota.Quota;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may draw from for one billing item; a snapshot, never changed.
 *
 * @param slotNo 0 where the customer never held a package for the item
 */
public record SlotFacts(long slotNo, List<PackageFacts> packages) {

  public SlotFacts {
    packages = List.copyOf(packages);
  }

  Optional<PackageFacts> packageCalled(String packageInstanceId) {
    return packages.stream()
        .filter(held -> held.packageInstanceId().equals(packageInstanceId))
        .findFirst();
  }

  /** Whether usage has to name a package: the customer holds one that stops before excess. */
  boolean namesPackages() {
    return packages.stream().anyMatch(held -> held.stopBeforeExcess() && held.releasedAt() == null);
  }

  /**
   * A package, with what it allots to this item.
   *
   * @param releasedAt null while it lives
   * @param quotas one a reset period
   */
  public record PackageFacts(
      long packageNo,
      String packageInstanceId,
      boolean stopBeforeExcess,
      @Nullable Instant releasedAt,
      List<Quota> quotas) {

    public PackageFacts {
      quotas = List.copyOf(quotas);
    }
  }
}
