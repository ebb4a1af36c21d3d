package io.tollgate.metering.usage;

import io.tollgate.metering.usage.CheckedRecord.Faulty;
import io.tollgate.metering.usage.CheckedRecord.FaultyUnlessKnown;
import io.tollgate.metering.usage.CheckedRecord.Sound;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quantity.QuantityReading;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.usage.UsageMoment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges one reported record by what is known of its instance; a pure function.
 *
 * <p>Faults are looked for in the order in which they win (contract 2, "which fault wins"); those
 * that need the ledger, a reused sn and a taken window, come in between and are left to {@link
 * UsageIntake}.
 *
 * @param isvNo the ISV that pushes
 * @param snRequired the new path names every record; the old path knows no sn
 * @param now business time
 */
record RecordCheck(
    int isvNo,
    boolean snRequired,
    Map<String, InstanceFacts> instances,
    Map<Facts.SlotKey, SlotFacts> slots,
    UsageLimits limits,
    ZoneId zone,
    Instant now) {

  private static final long NO_PACKAGE = 0;

  /** Never stored: a record is refused that names a package which is none. */
  private static final long NOBODYS_PACKAGE = -1;

  CheckedRecord check(ReportedRecord reported) {
    var sn = reported.meteringSn();
    if (snRequired && !namesTheRecord(sn)) {
      return new Faulty(RecordFault.SN_MISSING);
    }
    var begin = UsageTime.parse(reported.beginTime());
    var end = UsageTime.parse(reported.endTime());
    var recorded = UsageTime.parse(reported.recordTime());
    if (begin == null || end == null || recorded == null) {
      return new Faulty(RecordFault.TIME_FORMAT);
    }
    if (!(Quantity.read(reported.usageValue()) instanceof QuantityReading.Read(var quantity))) {
      return new Faulty(RecordFault.VALUE);
    }
    var instance = instances.get(reported.instanceId());
    if (instance == null) {
      return new Faulty(RecordFault.UNKNOWN_INSTANCE);
    }
    if (instance.isvNo() != isvNo) {
      return new Faulty(RecordFault.FOREIGN_INSTANCE);
    }
    var slot = slotOf(instance);
    var named =
        reported.packageInstanceId() == null || reported.packageInstanceId().isBlank()
            ? null
            : reported.packageInstanceId();
    var held = named == null ? null : slot.packageCalled(named).orElse(null);
    var record = new UsageRecord(
        instance,
        snRequired ? sn : null,
        packageNo(named, held),
        begin,
        end,
        recorded,
        quantity.units(),
        instance.cycle().endingAt(end, zone).end(),
        slot.slotNo(),
        quotas(slot, held, end),
        held != null);
    var fault = fault(record, slot, named, held);
    return fault == null ? new Sound(record) : new FaultyUnlessKnown(record, fault);
  }

  /** The character NUL is the one that the ledger cannot keep. */
  private static boolean namesTheRecord(@Nullable String sn) {
    return sn != null && !sn.isBlank() && sn.indexOf('\0') < 0;
  }

  private SlotFacts slotOf(InstanceFacts instance) {
    var key = new Facts.SlotKey(instance.customerNo(), instance.itemNo());
    return slots.getOrDefault(key, new SlotFacts(0, List.of()));
  }

  /** A package that is none of the customer's still belongs to the record's identity, as itself. */
  private long packageNo(@Nullable String named, @Nullable PackageFacts held) {
    if (held != null) {
      return held.packageNo();
    }
    if (named == null) {
      return NO_PACKAGE;
    }
    var other = instances.get(named);
    return other == null ? NOBODYS_PACKAGE : other.instanceNo();
  }

  private @Nullable RecordFault fault(
      UsageRecord record, SlotFacts slot, @Nullable String named, @Nullable PackageFacts held) {
    var instance = record.instance();
    if (!instance.payPerUse()) {
      return RecordFault.NOT_PAY_PER_USE;
    }
    if (instance.delisted()) {
      return RecordFault.PRODUCT_DELISTED;
    }
    if (isOutOfRange(record)) {
      return RecordFault.TIME_RANGE;
    }
    if (record.beginTime().isBefore(now.minus(limits.lateness()))) {
      return RecordFault.EXPIRED;
    }
    var packageFault = packageFault(slot, named, held);
    if (packageFault != null) {
      return packageFault;
    }
    var usable = !endsInFreeze(instance, record.endTime())
        && isOpenAround(instance.releasedAt(), record.endTime())
        && (held == null || isOpenAround(held.releasedAt(), record.endTime()));
    return usable ? null : RecordFault.INSTANCE_STATE;
  }

  /** The wire's times carry no fractions, so the activation's are not held against a record. */
  private boolean isOutOfRange(UsageRecord record) {
    var activatedAt = record.instance().activatedAt();
    return record.beginTime().isAfter(record.endTime())
        || record.endTime().isAfter(now.plus(limits.ahead()))
        || activatedAt == null
        || record.beginTime().isBefore(activatedAt.truncatedTo(ChronoUnit.SECONDS));
  }

  private @Nullable RecordFault packageFault(
      SlotFacts slot, @Nullable String named, @Nullable PackageFacts held) {
    if (named == null) {
      return slot.namesPackages() ? RecordFault.PACKAGE_MISSING : null;
    }
    if (held != null && held.stopBeforeExcess()) {
      return null;
    }
    var other = instances.get(named);
    return other != null && other.isvNo() != isvNo
        ? RecordFault.FOREIGN_PACKAGE
        : RecordFault.PACKAGE_UNKNOWN;
  }

  private boolean endsInFreeze(InstanceFacts instance, Instant end) {
    return instance.freezes().stream().anyMatch(freeze -> {
      var until = freeze.until();
      return end.isAfter(freeze.from().plus(limits.freezeTolerance()))
          && (until == null || !end.isAfter(until));
    });
  }

  private boolean isOpenAround(@Nullable Instant releasedAt, Instant end) {
    return releasedAt == null
        || (!end.isAfter(releasedAt.plus(limits.freezeTolerance()))
            && !now.isAfter(releasedAt.plus(limits.closingWindow())));
  }

  /** The quotas whose turn may come, in draw order: of the named package, else of all others. */
  private List<Quota> quotas(SlotFacts slot, @Nullable PackageFacts held, Instant end) {
    var moment = UsageMoment.of(end);
    return slot.packages().stream()
        .filter(each -> held == null ? !each.stopBeforeExcess() : each.equals(held))
        .filter(each -> isOpenAround(each.releasedAt(), end))
        .flatMap(each -> each.quotas().stream())
        .filter(quota -> quota.period().holds(moment))
        .sorted(Quota.DRAW_ORDER)
        .toList();
  }
}
