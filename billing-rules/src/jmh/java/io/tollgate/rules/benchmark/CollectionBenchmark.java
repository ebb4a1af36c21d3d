package io.tollgate.rules.benchmark;

import io.tollgate.rules.catalogue.PerUnitPrice;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.collection.Aggregate;
import io.tollgate.rules.collection.CollectedRecord;
import io.tollgate.rules.collection.Collecting;
import io.tollgate.rules.collection.MonthCount;
import io.tollgate.rules.collection.UsageSums;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Draw;
import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The pure part of a collection: records summed up by instance and cycle, each sum rated. Every
 * other record of an instance is drawn from a package. Either a thousand instances send ever more,
 * or ever more instances send ten records each, in turns: then memory has to be waited for as well.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CollectionBenchmark {

  private static final int FEW_INSTANCES = 1_000;
  private static final int RECORDS_OF_EACH_OF_MANY = 10;
  private static final Currency CNY = Currency.getInstance("CNY");

  private final Price price = new PerUnitPrice(CNY, new BigDecimal("0.045"), Quantity.ONE);

  @Param({"10000", "100000", "1000000"})
  public int records;

  @Param({"few", "many"})
  public String instances;

  private List<CollectedRecord> accepted = List.of();

  @Setup
  public void accept() {
    var cycle = Cycle.HOURLY.endingAt(Instant.parse("2026-01-05T13:00:00Z"), ZoneId.of("UTC"));
    var count = instances.equals("few") ? FEW_INSTANCES : records / RECORDS_OF_EACH_OF_MANY;
    var list = new ArrayList<CollectedRecord>(records);
    for (var i = 0; i < records; i++) {
      var instanceNo = i % count;
      var draws = i / count % 2 == 0 ? List.of(new Draw(instanceNo, 125_000)) : List.<Draw>of();
      list.add(
          new CollectedRecord(instanceNo, cycle, 125_000, draws, draws.isEmpty() ? 125_000 : 0, 0));
    }
    accepted = list;
  }

  @Benchmark
  public void collect(Blackhole hole) {
    UsageSums.of(accepted).forEach((key, sum) -> {
      for (Aggregate aggregate : Collecting.collect(
              price, key.cycle(), sum, false, MonthCount.none(CNY))
          .aggregates()) {
        hole.consume(aggregate);
      }
    });
  }
}
