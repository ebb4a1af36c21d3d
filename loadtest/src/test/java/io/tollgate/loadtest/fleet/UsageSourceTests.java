package io.tollgate.loadtest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.loadtest.isv.UsageRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageSourceTests {

  private static final Instant ACTIVATED = Instant.parse("2026-01-01T00:00:00.700Z");

  @Test
  void givesEveryRecordAWindowAndAnSnOfItsOwn() {
    var source = source(ACTIVATED.plusSeconds(12));

    var records = source.next(100, "1");

    assertThat(records).extracting(UsageRecord::meteringSn).doesNotHaveDuplicates();
    var windows = new HashSet<String>();
    assertThat(records)
        .allMatch(usage -> windows.add(usage.instanceId() + usage.beginTime() + usage.endTime()))
        .allMatch(usage -> usage.beginTime().isAfter(ACTIVATED))
        .allMatch(usage -> !usage.endTime().isAfter(ACTIVATED.plusSeconds(12)));
  }

  @Test
  void refusesToInventTime() {
    var source = source(ACTIVATED.plusSeconds(2));

    assertThatThrownBy(() -> source.next(1, "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no time to report");
  }

  @Test
  void saysWhenAllWindowsAreGiven() {
    var source = source(ACTIVATED.plusSeconds(5));

    assertThatThrownBy(() -> source.next(1_000, "1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no window left");
  }

  private static UsageSource source(Instant latest) {
    var members = List.of(
        new Member("c-1", "o-1", "i-1", "p-1", ACTIVATED),
        new Member("c-2", "o-2", "i-2", "p-2", ACTIVATED));
    return new UsageSource(members, latest, true);
  }
}
