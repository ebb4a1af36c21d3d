package io.tollgate.metering.usage;

import io.tollgate.metering.usage.Facts.SlotKey;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One reported record judged by what is known of its instance: on demand, and by a package. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CheckBenchmark {

  private static final int ISV = 1;
  private static final int ITEM = 6;
  private static final Instant NOW = Instant.parse("2026-01-10T12:05:00Z");
  private static final Instant ACTIVATED = Instant.parse("2025-11-01T00:00:00.350Z");

  private final RecordCheck check = new RecordCheck(
      ISV,
      true,
      Map.of("on-demand", instance(1, "on-demand", 5), "packaged", instance(2, "packaged", 8)),
      Map.of(new SlotKey(8, ITEM), new SlotFacts(3, List.of(held()))),
      new UsageLimits(
          Duration.ofDays(21), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofHours(24)),
      ZoneId.of("Asia/Shanghai"),
      NOW);

  private final ReportedRecord onDemand = reported("on-demand", null);
  private final ReportedRecord packaged = reported("packaged", "pkg");
  private final ReportedRecord faulty = reported("nobody's", null);

  @Benchmark
  public Object checkOnDemand() {
    return check.check(onDemand);
  }

  @Benchmark
  public Object checkPackaged() {
    return check.check(packaged);
  }

  @Benchmark
  public Object checkFaulty() {
    return check.check(faulty);
  }

  private static ReportedRecord reported(String instanceId, @Nullable String packageInstanceId) {
    return new ReportedRecord(
        instanceId,
        "20260110T120000Z",
        "20260110T110000Z",
        "20260110T120000Z",
        "12.3456",
        "7f3c52aa-00000001",
        packageInstanceId);
  }

  private static InstanceFacts instance(long instanceNo, String instanceId, int customerNo) {
    return new InstanceFacts(
        instanceNo,
        instanceId,
        ISV,
        customerNo,
        ITEM,
        7,
        false,
        true,
        "ACTIVE",
        false,
        false,
        Cycle.HOURLY,
        ACTIVATED,
        List.of(),
        null);
  }

  private static PackageFacts held() {
    var period = new QuotaPeriod(ACTIVATED, Instant.parse("2026-12-31T00:00:00Z"));
    var quota = new Quota(70, "pkg", period, 10_000_000, true, ACTIVATED);
    return new PackageFacts(7, "pkg", true, null, List.of(quota));
  }
}
