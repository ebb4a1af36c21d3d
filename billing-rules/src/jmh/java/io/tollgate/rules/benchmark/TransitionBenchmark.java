package io.tollgate.rules.benchmark;

import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceEvent;
import io.tollgate.rules.instance.InstanceLife;
import io.tollgate.rules.instance.InstanceState;
import io.tollgate.rules.instance.Transition;
import java.time.Instant;
import java.util.EnumSet;
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

/** One change of an instance's state, with its effects. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TransitionBenchmark {

  private final InstanceState active = new InstanceState.Active();
  private final InstanceState frozen = new InstanceState.Frozen(EnumSet.of(FreezeReason.EXHAUSTED));
  private final InstanceEvent freeze =
      new InstanceEvent.Freeze(FreezeReason.EXHAUSTED, Instant.parse("2026-01-08T00:00:00Z"));
  private final InstanceEvent lift = new InstanceEvent.Lift(FreezeReason.EXHAUSTED);

  @Benchmark
  public Transition freezeActive() {
    return InstanceLife.transition(active, freeze);
  }

  @Benchmark
  public Transition liftFrozen() {
    return InstanceLife.transition(frozen, lift);
  }
}
