package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.usage.CheckedRecord.Faulty;
import io.tollgate.metering.usage.CheckedRecord.FaultyUnlessKnown;
import io.tollgate.metering.usage.CheckedRecord.Sound;
import io.tollgate.metering.usage.Facts.SlotKey;
import io.tollgate.metering.usage.InstanceFacts.Freeze;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordCheckTests {

  private static final int ISV = 1;
  private static final Instant NOW = Instant.parse("2026-01-10T12:05:00Z");
  private static final Instant ACTIVATED = Instant.parse("2025-11-01T00:00:00.350Z");

  private final Map<String, InstanceFacts> instances = new HashMap<>();
  private final Map<SlotKey, SlotFacts> slots = new HashMap<>();

  @Test
  void aRecordOfTheLastHourIsSound() {
    instances.put("i", instance(1, ISV));

    var record = sound(usage("20260110T110000Z", "20260110T120000Z"));

    assertThat(record.units()).isEqualTo(125_000);
    assertThat(record.cycleEnd()).isEqualTo("2026-01-10T12:00:00Z");
    assertThat(record.quotas()).isEmpty();
  }

  @Test
  void theFirstSecondOfAnInstanceCountsThoughItWasActivatedWithinIt() {
    instances.put("i", activated(Instant.parse("2026-01-10T11:00:00.350Z")));

    assertThat(check(usage("20260110T110000Z", "20260110T120000Z"))).isInstanceOf(Sound.class);
    assertThat(fault(usage("20260110T105959Z", "20260110T120000Z")))
        .isEqualTo(RecordFault.TIME_RANGE);
  }

  @Test
  void anEndMayLieFiveMinutesAheadAndNotASecondMore() {
    instances.put("i", instance(1, ISV));

    assertThat(check(usage("20260110T120000Z", "20260110T121000Z"))).isInstanceOf(Sound.class);
    assertThat(fault(usage("20260110T120000Z", "20260110T121001Z")))
        .isEqualTo(RecordFault.TIME_RANGE);
  }

  @Test
  void aRecordMayBeginTwentyOneDaysBackAndNotASecondMore() {
    instances.put("i", instance(1, ISV));

    assertThat(check(usage("20251220T120500Z", "20251220T130000Z"))).isInstanceOf(Sound.class);
    assertThat(fault(usage("20251220T120459Z", "20251220T130000Z"))).isEqualTo(RecordFault.EXPIRED);
  }

  @Test
  void usageInAFreezeIsRefusedWhileItLastsAndAfterwards() {
    var from = Instant.parse("2026-01-10T08:00:00Z");
    var until = Instant.parse("2026-01-10T10:00:00Z");
    instances.put("i", frozen(new Freeze(from, until)));

    assertThat(check(usage("20260110T070000Z", "20260110T080500Z"))).isInstanceOf(Sound.class);
    assertThat(fault(usage("20260110T070000Z", "20260110T080501Z")))
        .isEqualTo(RecordFault.INSTANCE_STATE);
    assertThat(fault(usage("20260110T090000Z", "20260110T100000Z")))
        .isEqualTo(RecordFault.INSTANCE_STATE);
    assertThat(check(usage("20260110T090000Z", "20260110T100001Z"))).isInstanceOf(Sound.class);
  }

  @Test
  void theLastHourOfAReleasedInstanceIsAcceptedForADay() {
    instances.put("i", released(NOW.minus(Duration.ofHours(24))));
    assertThat(check(usage("20260109T110000Z", "20260109T120000Z"))).isInstanceOf(Sound.class);

    instances.put("i", released(NOW.minus(Duration.ofHours(24)).minusSeconds(1)));
    assertThat(fault(usage("20260109T110000Z", "20260109T120000Z")))
        .isEqualTo(RecordFault.INSTANCE_STATE);
  }

  @Test
  void usageOfACustomerWithAStopPackageHasToNameIt() {
    instances.put("i", instance(1, ISV));
    hold(stopPackage("pkg", 7));

    assertThat(fault(usage("20260110T110000Z", "20260110T120000Z")))
        .isEqualTo(RecordFault.PACKAGE_MISSING);
    assertThat(fault(naming("none"))).isEqualTo(RecordFault.PACKAGE_UNKNOWN);

    var record = sound(naming("pkg"));
    assertThat(record.packageNo()).isEqualTo(7);
    assertThat(record.stopBeforeExcess()).isTrue();
    assertThat(record.quotas()).extracting(Quota::quotaNo).containsExactly(70L);
  }

  @Test
  void anotherIsvsPackageIsCalledThat() {
    instances.put("i", instance(1, ISV));
    instances.put("theirs", instance(9, 2));

    assertThat(fault(naming("theirs"))).isEqualTo(RecordFault.FOREIGN_PACKAGE);
  }

  @Test
  void theSoonestEndIsDrawnFirst() {
    instances.put("i", instance(1, ISV));
    hold(ordinary("long", 3, "2026-12-31T00:00:00Z"), ordinary("short", 4, "2026-02-01T00:00:00Z"));

    var record = sound(usage("20260110T110000Z", "20260110T120000Z"));

    assertThat(record.quotas()).extracting(Quota::quotaNo).containsExactly(40L, 30L);
    assertThat(record.stopBeforeExcess()).isFalse();
  }

  @Test
  void aRecordBelongsToThePeriodOfTheInstantBeforeItsEnd() {
    instances.put("i", instance(1, ISV));
    hold(ordinary("until-eleven", 3, "2026-01-10T11:00:00Z"));

    assertThat(sound(usage("20260110T100000Z", "20260110T110000Z")).quotas()).hasSize(1);
    assertThat(sound(usage("20260110T100000Z", "20260110T110001Z")).quotas()).isEmpty();
  }

  @Test
  void faultsOfTheRecordItselfWinOverThoseOfItsInstance() {
    assertThat(check(report("x", "x", "0", null))).isEqualTo(new Faulty(RecordFault.SN_MISSING));
    assertThat(check(report("x", "x", "0", "sn"))).isEqualTo(new Faulty(RecordFault.TIME_FORMAT));
    assertThat(check(report("20260110T110000Z", "20260110T120000Z", "0", "sn")))
        .isEqualTo(new Faulty(RecordFault.VALUE));
    assertThat(check(report("20260110T110000Z", "20260110T120000Z", "1", "sn")))
        .isEqualTo(new Faulty(RecordFault.UNKNOWN_INSTANCE));
  }

  @Test
  void anotherIsvsInstanceIsRefusedWithoutAskingTheLedger() {
    instances.put("i", instance(1, 2));

    assertThat(check(usage("20260110T110000Z", "20260110T120000Z")))
        .isEqualTo(new Faulty(RecordFault.FOREIGN_INSTANCE));
  }

  private CheckedRecord check(ReportedRecord reported) {
    var limits = new UsageLimits(
        Duration.ofDays(21), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(24));
    return new RecordCheck(ISV, true, instances, slots, limits, ZoneId.of("Asia/Shanghai"), NOW)
        .check(reported);
  }

  private UsageRecord sound(ReportedRecord reported) {
    return ((Sound) check(reported)).record();
  }

  private RecordFault fault(ReportedRecord reported) {
    return ((FaultyUnlessKnown) check(reported)).fault();
  }

  private void hold(PackageFacts... packages) {
    slots.put(new SlotKey(5, 6), new SlotFacts(50, List.of(packages)));
  }

  private static ReportedRecord usage(String begin, String end) {
    return report(begin, end, "12.5", "sn");
  }

  private static ReportedRecord naming(String packageId) {
    return new ReportedRecord(
        "i", "20260110T120000Z", "20260110T110000Z", "20260110T120000Z", "1", "sn", packageId);
  }

  private static ReportedRecord report(
      String begin, String end, String value, @Nullable String sn) {
    return new ReportedRecord("i", "20260110T120000Z", begin, end, value, sn, null);
  }

  private static PackageFacts stopPackage(String id, long packageNo) {
    return held(id, packageNo, true, "2026-12-31T00:00:00Z");
  }

  private static PackageFacts ordinary(String id, long packageNo, String until) {
    return held(id, packageNo, false, until);
  }

  private static PackageFacts held(String id, long packageNo, boolean stop, String until) {
    var period = new QuotaPeriod(ACTIVATED, Instant.parse(until));
    var quota = new Quota(packageNo * 10, id, period, 10_000_000, stop, ACTIVATED);
    return new PackageFacts(packageNo, id, stop, null, List.of(quota));
  }

  private static InstanceFacts instance(long instanceNo, int isvNo) {
    return facts(instanceNo, isvNo, ACTIVATED, List.of(), null);
  }

  private static InstanceFacts activated(Instant at) {
    return facts(1, ISV, at, List.of(), null);
  }

  private static InstanceFacts frozen(Freeze freeze) {
    return facts(1, ISV, ACTIVATED, List.of(freeze), null);
  }

  private static InstanceFacts released(Instant at) {
    return facts(1, ISV, ACTIVATED, List.of(), at);
  }

  private static InstanceFacts facts(
      long instanceNo,
      int isvNo,
      Instant activatedAt,
      List<Freeze> freezes,
      @Nullable Instant releasedAt) {
    return new InstanceFacts(
        instanceNo,
        "i",
        isvNo,
        5,
        6,
        7,
        false,
        true,
        "ACTIVE",
        false,
        false,
        Cycle.HOURLY,
        activatedAt,
        freezes,
        releasedAt);
  }
}
