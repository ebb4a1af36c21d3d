package io.tollgate.gateway.isv.usage;

import io.tollgate.metering.usage.RecordFault;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.ReportedRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import tools.jackson.databind.json.JsonMapper;

/** Replies to a push, from its outcomes to bytes: with a result a record, and with every tenth refused. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodingBenchmark {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Param({"1", "1000"})
  private int records;

  private List<ReportedRecord> reported = List.of();
  private List<RecordOutcome> accepted = List.of();
  private List<RecordOutcome> mixed = List.of();

  @Setup
  public void make() {
    reported = IntStream.range(0, records).mapToObj(EncodingBenchmark::reported).toList();
    accepted = IntStream.range(0, records).mapToObj(i -> accepted()).toList();
    mixed = IntStream.range(0, records)
        .mapToObj(i -> i % 10 == 0 ? refused() : accepted())
        .toList();
  }

  @Benchmark
  public byte[] encodeResults() {
    return JSON.writeValueAsBytes(PushReply.explaining(reported, accepted, Map.of()));
  }

  @Benchmark
  public byte[] encodeRefusals() {
    return JSON.writeValueAsBytes(PushReply.of(reported, mixed));
  }

  private static ReportedRecord reported(int number) {
    return new ReportedRecord(
        "6e9a1a5c-0d5b-4f4c-9c1e-%012d".formatted(number),
        "20260101T010000Z",
        "20260101T000000Z",
        "20260101T010000Z",
        "12.3456",
        "7f3c52aa-%08d".formatted(number),
        "pkg");
  }

  private static RecordOutcome accepted() {
    return new RecordOutcome.Accepted(
        List.of(new RecordOutcome.PackageDraw("pkg", 123_456, 9_000_000)), 0, 0);
  }

  private static RecordOutcome refused() {
    return new RecordOutcome.Refused(RecordFault.UNKNOWN_INSTANCE);
  }
}
