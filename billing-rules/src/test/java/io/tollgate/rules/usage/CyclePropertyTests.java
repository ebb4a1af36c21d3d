package io.tollgate.rules.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class CyclePropertyTests {

  private static final long FROM = 1_700_000_000L;
  private static final long TO = 1_900_000_000L;

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of("Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York")
        .map(ZoneId::of);
  }

  @Property
  void aRecordsCycleHoldsTheLastInstantBeforeItsEnd(
      @ForAll Cycle cycle,
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = FROM, max = TO) long second) {
    var endTime = Instant.ofEpochSecond(second);

    var window = cycle.endingAt(endTime, zone);

    assertThat(window.start()).isBefore(endTime);
    assertThat(window.end()).isAfterOrEqualTo(endTime);
    assertThat(cycle.endingAt(window.end(), zone)).isEqualTo(window);
  }

  @Property
  void cyclesLieEndToEnd(
      @ForAll Cycle cycle,
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = FROM, max = TO) long second) {
    var window = cycle.endingAt(Instant.ofEpochSecond(second), zone);

    assertThat(cycle.endingAt(window.end().plusNanos(1), zone).start()).isEqualTo(window.end());
    assertThat(cycle.endingAt(window.start(), zone).end()).isEqualTo(window.start());
  }

  @Property
  void everyCycleIsCollectedAfterItsEndAndNoneIsSkipped(
      @ForAll Cycle cycle,
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = FROM, max = TO) long second) {
    var now = Instant.ofEpochSecond(second);

    var lastDue = cycle.lastDueAt(now, zone);
    var nextDueAt = cycle.nextDueAfter(now, zone);

    assertThat(lastDue.collectionDueAt(zone)).isBeforeOrEqualTo(now).isAfter(lastDue.end());
    assertThat(nextDueAt).isAfter(now);
    assertThat(cycle.lastDueAt(nextDueAt, zone).start()).isEqualTo(lastDue.end());
  }
}
