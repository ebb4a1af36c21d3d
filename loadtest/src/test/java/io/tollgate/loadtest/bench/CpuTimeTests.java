package io.tollgate.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CpuTimeTests {

  @Test
  void givesTheOthersWhatNobodyKnownHasUsed() {
    var before = new CpuTime(Map.of("driver", 1.0, "gateway", 2.0, "others", 10.0), 0);
    var after = new CpuTime(Map.of("driver", 1.5, "gateway", 3.0, "others", 12.0), 2_000_000_000);

    assertThat(after.secondsSince(before)).isEqualTo(2);
    assertThat(after.usedSince(before))
        .containsOnly(entry("driver", 0.5), entry("gateway", 1.0), entry("others", 0.5));
  }

  @Test
  void countsTheWholeOfAProcessThatIsNew() {
    var before = new CpuTime(Map.of("others", 0.0), 0);
    var after = new CpuTime(Map.of("postgres", 0.75, "others", 0.5), 1);

    assertThat(after.usedSince(before)).containsOnly(entry("postgres", 0.75), entry("others", 0.0));
  }

  @Test
  void seesThisProgramAtWork() {
    var before = CpuTime.of(List.of());
    var spun = 0L;
    while (System.nanoTime() - before.atNanos() < 300_000_000L) {
      spun++;
    }

    assertThat(CpuTime.of(List.of()).usedSince(before).get("driver")).isGreaterThan(0.05);
    assertThat(spun).isPositive();
  }
}
