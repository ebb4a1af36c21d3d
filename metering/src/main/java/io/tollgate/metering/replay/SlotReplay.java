package io.tollgate.metering.replay;

import io.tollgate.metering.collection.Disagreement;
import io.tollgate.metering.replay.SlotStep.Accepted;
import io.tollgate.metering.replay.SlotStep.Corrected;
import io.tollgate.metering.replay.SlotStep.QuotaDraw;
import io.tollgate.rules.quota.DrawOutcome;
import io.tollgate.rules.quota.DrawPlan;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.usage.UsageMoment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a slot's records again, from full quotas, by the rules.
 *
 * <p>The rules say which quotas a record asks, and for nearly all records the ledger says what there
 * was to ask. Two things it does not say to the second: whether a node had heard already of a package
 * bought just before, and whether a record that came around its package's release still counted as
 * in time. There the record's own draws decide which quotas it asked, and the replay only how much
 * each of them gave. Not thread-safe.
 */
final class SlotReplay {

  /** No node knows less than what was true so long ago; see {@code CachingFacts}. */
  static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);

  private final List<SlotQuota> quotas;
  private final Map<Long, Long> drawn = new HashMap<>();

  SlotReplay(List<SlotQuota> quotas) {
    this.quotas = List.copyOf(quotas);
  }

  /** Replays the record; emits what it should have drawn where that is not what it drew. */
  Optional<Disagreement> replay(Accepted record) {
    var replayed = plan(record);
    var recorded = document(record.draws(), record.onDemandUnits(), record.overageUnits());
    var again = document(
        replayed.draws().stream()
            .map(draw -> new QuotaDraw(draw.quotaNo(), draw.units()))
            .toList(),
        replayed.onDemandUnits(),
        replayed.overageUnits());
    record.draws().forEach(draw -> drawn.merge(draw.quotaNo(), draw.units(), Long::sum));
    return recorded.equals(again)
        ? Optional.empty()
        : Optional.of(new Disagreement("record " + record.recordNo(), recorded, again));
  }

  private DrawPlan plan(Accepted record) {
    var moment = UsageMoment.of(record.endTime());
    var asked = quotas.stream().filter(quota -> isAsked(quota, record)).toList();
    var balances = asked.stream().map(this::balance).toList();
    if (record.packageNo() == 0) {
      return DrawPlan.overPackages(record.units(), moment, balances);
    }
    var named = asked.isEmpty() ? "" : asked.getFirst().quota().packageInstanceId();
    var outcome = DrawPlan.overNamedPackage(record.units(), moment, named, balances, OverQuota.CAP);
    return switch (outcome) {
      case DrawOutcome.Drawn(var plan) -> plan;
      case DrawOutcome.Refused refused -> throw new IllegalStateException("CAP refuses nothing");
    };
  }

  private static boolean isAsked(SlotQuota each, Accepted record) {
    var ofItsKind = record.packageNo() == 0
        ? !each.quota().stopBeforeExcess()
        : each.packageNo() == record.packageNo();
    if (!ofItsKind) {
      return false;
    }
    return isCertain(each, record)
        || record.draws().stream()
            .anyMatch(draw -> draw.quotaNo() == each.quota().quotaNo());
  }

  private static boolean isCertain(SlotQuota each, Accepted record) {
    var known = record.acceptedAt().minus(KNOWN_WITHIN);
    var released = each.releasedAt();
    return each.quota().purchasedAt().isBefore(known)
        && each.quota().period().from().isBefore(known)
        && (released == null || record.acceptedAt().isBefore(released));
  }

  private QuotaBalance balance(SlotQuota each) {
    var gone = drawn.getOrDefault(each.quota().quotaNo(), 0L);
    return new QuotaBalance(each.quota(), Math.clamp(gone, 0, each.quota().grantedUnits()));
  }

  void replay(Corrected correction) {
    correction.changes().forEach((quotaNo, units) -> drawn.merge(quotaNo, units, Long::sum));
  }

  /** The quotas of which something else is gone than all of this came to. */
  List<Disagreement> end() {
    return quotas.stream()
        .filter(each -> gone(each) != each.drawnUnits())
        .map(each -> new Disagreement(
            "quota " + each.quota().quotaNo(),
            Long.toString(each.drawnUnits()),
            Long.toString(gone(each))))
        .toList();
  }

  private long gone(SlotQuota each) {
    return drawn.getOrDefault(each.quota().quotaNo(), 0L);
  }

  /** Canonical JSON of what a record came to. */
  private static String document(List<QuotaDraw> draws, long onDemandUnits, long overageUnits) {
    var json = new StringBuilder("{\"draws\":[");
    for (var draw : draws) {
      json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
          .append("{\"quota\":")
          .append(draw.quotaNo())
          .append(",\"units\":")
          .append(draw.units())
          .append('}');
    }
    return json.append("],\"onDemand\":")
        .append(onDemandUnits)
        .append(",\"overage\":")
        .append(overageUnits)
        .append('}')
        .toString();
  }
}
