package io.tollgate.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The stretches of the ledger that a collection reads, against the definition they stand for. */
class TakePropertyTests {

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Instant START = Instant.parse("2026-01-30T13:07:00Z");

  @Property(tries = 50)
  void everyRecordIsTakenOnceByTheFirstCollectionThatReachesIt(@ForAll long seed) {
    var history = new History(new Random(seed));

    history.run(Duration.ofHours(60));

    for (var record : history.records) {
      var takenBy = history.collections.stream()
          .filter(collection -> collection.due.cycle() == record.cycle)
          .filter(collection -> collection.take.takes(record.recordNo, record.cycleEnd))
          .toList();
      assertThat(takenBy).as("%s", record).isEqualTo(history.firstThatReaches(record));
    }
  }

  private record Accepted(long recordNo, Cycle cycle, Instant cycleEnd) {}

  private record Done(CollectionDue due, Instant fixedAt, Take take) {}

  /** A ledger that grows minute by minute, collected by the timetable, on clocks that differ. */
  private static final class History {

    private final Random random;
    private final List<Accepted> records = new ArrayList<>();
    private final List<Done> collections = new ArrayList<>();
    private long batch;

    History(Random random) {
      this.random = random;
    }

    void run(Duration length) {
      var hourly = CollectionDue.after(Cycle.HOURLY, START, ZONE);
      var daily = CollectionDue.after(Cycle.DAILY, START, ZONE);
      var outageUntil = START;
      for (var now = START; now.isBefore(START.plus(length)); now = now.plusSeconds(60)) {
        if (random.nextInt(300) == 0) {
          outageUntil = now.plus(Duration.ofMinutes(random.nextInt(400)));
        }
        accept(now);
        if (now.isBefore(outageUntil)) {
          continue;
        }
        while (!hourly.dueAt().isAfter(now)) {
          collect(hourly, now);
          hourly = CollectionDue.after(Cycle.HOURLY, hourly.dueAt(), ZONE);
        }
        while (!daily.dueAt().isAfter(now)) {
          collect(daily, now);
          daily = CollectionDue.after(Cycle.DAILY, daily.dueAt(), ZONE);
        }
      }
    }

    private void accept(Instant now) {
      batch++;
      for (var place = 0; place < random.nextInt(3); place++) {
        var cycle = random.nextBoolean() ? Cycle.HOURLY : Cycle.DAILY;
        var clock = now.plusSeconds(random.nextInt(-60, 60));
        var end = random.nextInt(4) == 0
            ? clock.plusSeconds(random.nextInt(301))
            : clock.minusSeconds(random.nextInt(21 * 86_400));
        var window = cycle.endingAt(random.nextBoolean() ? end : onTheHour(end), ZONE);
        records.add(new Accepted((batch << 16) + place, cycle, window.end()));
      }
    }

    private static Instant onTheHour(Instant instant) {
      return Instant.ofEpochSecond(instant.getEpochSecond() / 3600 * 3600);
    }

    private void collect(CollectionDue due, Instant now) {
      var before = collections.reversed().stream()
          .filter(done -> done.due.cycle() == due.cycle())
          .findFirst()
          .map(done -> done.take.upTo())
          .orElse(Reach.NONE);
      var upTo = new Reach((batch << 16) | 65_535, due.horizon());
      collections.add(new Done(due, now, new Take(before, upTo, floor(before))));
    }

    private long floor(Reach before) {
      return collections.stream()
          .filter(done -> !before.equals(Reach.NONE))
          .filter(done -> !done.fixedAt.isAfter(Take.floorFixedBy(before)))
          .mapToLong(done -> done.take.upTo().watermark())
          .max()
          .orElse(-1);
    }

    List<Done> firstThatReaches(Accepted record) {
      return collections.stream()
          .filter(done -> done.due.cycle() == record.cycle)
          .filter(done -> done.take.upTo().covers(record.recordNo, record.cycleEnd))
          .limit(1)
          .toList();
    }
  }
}
