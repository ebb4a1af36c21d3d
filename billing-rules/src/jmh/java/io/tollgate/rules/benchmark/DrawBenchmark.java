package io.tollgate.rules.benchmark;

import io.tollgate.rules.quota.DrawPlan;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaBalance;
import io.tollgate.rules.quota.QuotaPeriod;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One record drawn over three packages, of which the first two are emptied by it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DrawBenchmark {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private final Instant moment = Instant.parse("2026-01-02T00:00:00Z");
  private final List<QuotaBalance> inOrder =
      List.of(balance(1, "2026-02-01"), balance(2, "2026-03-01"), balance(3, "2026-04-01"));
  private final List<QuotaBalance> outOfOrder = inOrder.reversed();
  private long units = 250_000;

  private static QuotaBalance balance(long quotaNo, String endDay) {
    var period = new QuotaPeriod(FROM, Instant.parse(endDay + "T00:00:00Z"));
    return new QuotaBalance(
        new Quota(quotaNo, "package-" + quotaNo, period, 1_000_000, false, FROM), 900_000);
  }

  /** As the intake keeps them. */
  @Benchmark
  public DrawPlan drawOverThreePackages() {
    return DrawPlan.overPackages(units, moment, inOrder);
  }

  /** The plan sorts them first. */
  @Benchmark
  public DrawPlan drawOverThreePackagesOutOfOrder() {
    return DrawPlan.overPackages(units, moment, outOfOrder);
  }
}
