package io.tollgate.rules.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.collection.UsageSums.InstanceCycle;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quota.Draw;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.rules.usage.CycleWindow;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageSumsTests {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final CycleWindow NINE = hourUntil("2026-01-10T10:00:00Z");
  private static final CycleWindow TEN = hourUntil("2026-01-10T11:00:00Z");

  @Test
  void recordsAreAddedUpByInstanceAndCycle() {
    var sums = UsageSums.of(List.of(
        record(2, NINE, 5, 1, 0),
        record(1, TEN, 10, 0, 3),
        record(1, NINE, 7, 2, 0),
        record(1, NINE, 1, 4, 1)));

    assertThat(sums.keySet())
        .containsExactly(
            new InstanceCycle(1, NINE), new InstanceCycle(1, TEN), new InstanceCycle(2, NINE));
    assertThat(sums.get(new InstanceCycle(1, NINE)))
        .isEqualTo(new UsageSum(15, new TreeMap<>(Map.of(7L, 8L)), 6, 1, 2));
    assertThat(sums.get(new InstanceCycle(1, TEN)))
        .isEqualTo(new UsageSum(13, new TreeMap<>(Map.of(7L, 10L)), 0, 3, 1));
  }

  @Test
  void sumsOfPartsAddUpToTheSumOfTheWhole() {
    var one = new UsageSum(15, new TreeMap<>(Map.of(7L, 8L, 8L, 1L)), 5, 1, 2);
    var other = new UsageSum(-4, new TreeMap<>(Map.of(7L, -8L, 9L, 1L)), 2, 1, 1);

    assertThat(one.plus(other))
        .isEqualTo(new UsageSum(11, new TreeMap<>(Map.of(8L, 1L, 9L, 1L)), 7, 2, 3));
    assertThat(one.plus(UsageSum.NONE)).isEqualTo(one);
    assertThat(one.drawnUnits()).isEqualTo(9);
  }

  @Test
  void whatDoesNotAddUpIsNeitherRecordNorSum() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CollectedRecord(1, NINE, 10, List.of(new Draw(7, 5)), 3, 1))
        .withMessage("units: 10 (expected: 9, what was drawn, on demand and overage)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UsageSum(10, new TreeMap<>(Map.of(7L, 5L)), 3, 1, 1))
        .withMessage("units: 10 (expected: 9, what was drawn, on demand and overage)");
  }

  @Test
  void aMonthNeverCountsBelowNothing() {
    var yuan = Money.of("1", "CNY");

    assertThatIllegalArgumentException().isThrownBy(() -> new MonthCount(-1, yuan, false));
    assertThat(new MonthCount(0, yuan, false).onDemandUnits()).isZero();
  }

  @Test
  void aCycleHasALength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CycleWindow(Cycle.HOURLY, NINE.start(), NINE.start()));
  }

  private static CycleWindow hourUntil(String end) {
    return Cycle.HOURLY.endingAt(Instant.parse(end), UTC);
  }

  private static CollectedRecord record(
      long instanceNo, CycleWindow cycle, long drawn, long onDemand, long overage) {
    return new CollectedRecord(
        instanceNo,
        cycle,
        drawn + onDemand + overage,
        List.of(new Draw(7, drawn)),
        onDemand,
        overage);
  }
}
