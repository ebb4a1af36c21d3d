package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * {@code -Dtollgate.simulation.seeds=10000 -Dtollgate.simulation.first-seed=1} runs as many as
 * wanted; a failure names its seed.
 */
class EngineSimulationTests {

  private static final int SEEDS = Integer.getInteger("tollgate.simulation.seeds", 300);
  private static final int FIRST = Integer.getInteger("tollgate.simulation.first-seed", 1);

  @Test
  void nothingIsLostOrDoubledWhateverHappens() {
    var begun = System.nanoTime();
    var events = 0L;
    for (var seed = FIRST; seed < FIRST + SEEDS; seed++) {
      events += EngineSimulation.run(seed).size();
    }
    System.out.printf(
        "simulation: seeds %d to %d, %,d calls and mishaps, in %.1f s%n",
        FIRST,
        FIRST + SEEDS - 1,
        events,
        Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1e3);
    assertThat(events).isGreaterThan(SEEDS * 50L);
  }

  @Test
  void aSeedReplaysExactly() {
    for (var seed = 1; seed <= 20; seed++) {
      assertThat(EngineSimulation.run(seed)).isEqualTo(EngineSimulation.run(seed));
    }
  }
}
