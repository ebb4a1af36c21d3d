package io.tollgate.rules.benchmark;

import io.tollgate.rules.catalogue.GraduatedPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.Tier;
import io.tollgate.rules.catalogue.Tiers;
import io.tollgate.rules.rating.Rated;
import io.tollgate.rules.rating.Rating;
import java.math.BigDecimal;
import java.util.Currency;
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

/** One quantity rated at a graduated price of three tiers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RatingBenchmark {

  private final Price price = new GraduatedPrice(
      Currency.getInstance("CNY"),
      new Tiers(List.of(
          new Tier(0, 10_000_000, new BigDecimal("0.05")),
          new Tier(10_000_000, 50_000_000, new BigDecimal("0.04")),
          new Tier(50_000_000, Long.MAX_VALUE, new BigDecimal("0.03")))));
  private long monthUnits = 9_900_000;
  private long units = 125_000;

  /** The month crosses from the first tier into the second: two lines. */
  @Benchmark
  public Rated rateGraduated() {
    return Rating.collect(price, monthUnits, units);
  }
}
