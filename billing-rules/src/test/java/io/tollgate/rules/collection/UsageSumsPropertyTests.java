package io.tollgate.rules.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.quota.Draw;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class UsageSumsPropertyTests {

  @Provide
  Arbitrary<List<CollectedRecord>> records() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(1, 20_000),
            Arbitraries.longs().between(1, 3),
            Arbitraries.longs().between(1, 100),
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs().between(0, 100))
        .as(UsageSumsPropertyTests::record)
        .list()
        .ofMaxSize(40);
  }

  private static CollectedRecord record(
      long instanceNo, long second, long quotaNo, long drawn, long onDemand, long overage) {
    var endTime = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second);
    return new CollectedRecord(
        instanceNo,
        Cycle.HOURLY.endingAt(endTime, ZoneId.of("UTC")),
        drawn + onDemand + overage,
        List.of(new Draw(quotaNo, drawn)),
        onDemand,
        overage);
  }

  @Property
  void theOrderOfTheRecordsDoesNotMatter(
      @ForAll("records") List<CollectedRecord> records, @ForAll Random random) {
    var shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, random);

    assertThat(UsageSums.of(shuffled)).isEqualTo(UsageSums.of(records));
  }

  @Property
  void oneRunEqualsTwoHalfRuns(
      @ForAll("records") List<CollectedRecord> records, @ForAll @IntRange(max = 40) int half) {
    var cut = Math.min(half, records.size());

    var first = UsageSums.of(records.subList(0, cut));
    var second = UsageSums.of(records.subList(cut, records.size()));
    second.forEach((key, sum) -> first.merge(key, sum, UsageSum::plus));

    assertThat(first).isEqualTo(UsageSums.of(records));
  }

  @Property
  void nothingIsLostBetweenRecordsAndSums(@ForAll("records") List<CollectedRecord> records) {
    var sums = UsageSums.of(records).values();

    assertThat(sums.stream().mapToLong(UsageSum::units).sum())
        .isEqualTo(records.stream().mapToLong(CollectedRecord::units).sum());
    assertThat(sums.stream().mapToInt(UsageSum::recordCount).sum()).isEqualTo(records.size());
  }
}
