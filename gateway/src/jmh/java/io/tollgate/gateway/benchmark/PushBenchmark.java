package io.tollgate.gateway.benchmark;

import io.tollgate.gateway.protocol.signature.CanonicalJson;
import io.tollgate.gateway.protocol.signature.SignedForm;
import io.tollgate.gateway.protocol.usage.ParsedPush;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import java.util.Optional;
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

/** Proof, canonical form and parse of a push of one record and of the most there may be. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PushBenchmark {

  @Param({"1", "1000"})
  private int records;

  private final UsagePushParser parser = new UsagePushParser(PushGeneration.NEW);
  private Push push = Push.of(1);

  @Setup
  public void make() {
    push = Push.of(records);
  }

  @Benchmark
  public SignedForm prove() {
    return push.proof().verify(push.keys(), push.body());
  }

  @Benchmark
  public Optional<byte[]> canonicalBody() {
    return CanonicalJson.of(push.body());
  }

  @Benchmark
  public ParsedPush parse() {
    return parser.parse(push.body());
  }
}
