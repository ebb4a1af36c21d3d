package io.tollgate.rules.quota;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;

/**
 * A usage record corrected to another quantity: from where its units came before to where they come
 * from now (contract 3.7).
 */
public record Correction(Allocation before, Allocation after) {

  /** Units more, or fewer where negative. */
  public long unitsChange() {
    return after.totalUnits() - before.totalUnits();
  }

  public long onDemandChange() {
    return after.onDemandUnits() - before.onDemandUnits();
  }

  public long overageChange() {
    return after.overageUnits() - before.overageUnits();
  }

  /** For each quota touched, units drawn more, or given back where negative; never zero. */
  public SequencedMap<Long, Long> drawnChanges() {
    var quotaNos = new LinkedHashSet<>(before.quotaNos());
    quotaNos.addAll(after.quotaNos());
    var changes = new LinkedHashMap<Long, Long>();
    for (var quotaNo : quotaNos) {
      var change = after.drawnUnits(quotaNo) - before.drawnUnits(quotaNo);
      if (change != 0) {
        changes.put(quotaNo, change);
      }
    }
    return changes;
  }

  public boolean changesNothing() {
    return before.equals(after);
  }
}
