package io.tollgate.metering.usage.postgres;

import io.tollgate.metering.usage.UsageLedger.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What the entries of a batch want of one quota, and what they take it for. */
final class AskedQuota {

  private static final long NOWHERE = Long.MAX_VALUE;

  private long units;
  private long firstSequence = NOWHERE;
  private long firstExhausted = NOWHERE;
  private long lastDrawn;

  private AskedQuota() {}

  /** By quota number. */
  static Map<Long, AskedQuota> of(Collection<Entry> entries) {
    var asked = new HashMap<Long, AskedQuota>();
    for (var entry : entries) {
      for (var i = 0; i < entry.drawnUnits().size(); i++) {
        asked
            .computeIfAbsent(entry.record().quotas().get(i).quotaNo(), quotaNo -> new AskedQuota())
            .add(entry.sequence(), entry.drawnUnits().get(i), entry.saysExhausted(i));
      }
    }
    return asked;
  }

  private void add(long sequence, long drawnUnits, boolean exhausted) {
    if (drawnUnits == 0 && !exhausted) {
      return;
    }
    units += drawnUnits;
    firstSequence = Math.min(firstSequence, sequence);
    if (exhausted) {
      firstExhausted = Math.min(firstExhausted, sequence);
    }
    if (drawnUnits > 0) {
      lastDrawn = Math.max(lastDrawn, sequence);
    }
  }

  /** Whether the ledger's quota is what the entries take it for; what the commit judges by. */
  boolean fits(long leftUnits, long drawnSequence, long fixedSequence) {
    var saysExhausted = firstExhausted != NOWHERE;
    return units <= leftUnits
        && !(saysExhausted && units < leftUnits)
        && firstExhausted >= lastDrawn
        && firstExhausted > drawnSequence
        && firstSequence > fixedSequence;
  }
}
