package io.tollgate.metering.usage;

import static io.tollgate.metering.usage.UsageWorld.DEADLINE;
import static io.tollgate.metering.usage.UsageWorld.hours;
import static io.tollgate.metering.usage.UsageWorld.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.metering.usage.RecordOutcome.Accepted;
import io.tollgate.metering.usage.RecordOutcome.PackageDraw;
import io.tollgate.metering.usage.RecordOutcome.Refused;
import io.tollgate.metering.usage.RecordOutcome.Replay;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class UsageIntakeIT {

  private UsageWorld world;

  @BeforeAll
  void build(Stores stores) throws SQLException {
    world = new UsageWorld(stores);
  }

  @AfterAll
  void close() throws SQLException {
    world.close();
  }

  @Test
  void usageWithoutAPackageIsOnDemand() {
    var instance = world.instance();

    var outcome = world.push(usage("free", instance, 0, "12.5", null));

    assertThat(outcome).containsExactly(new Accepted(List.of(), 125_000, 0));
  }

  @Test
  void drawsTheNamedPackageUntilItIsEmptyAndTheRestIsOverage() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);

    var first = world.push(usage("a", instance, 2, "400", pack));
    var second = world.push(usage("b", instance, 1, "400", pack));
    var third = world.push(usage("c", instance, 0, "300", pack));

    assertThat(first).containsExactly(accepted(pack, 400, 600, 0));
    assertThat(second).containsExactly(accepted(pack, 400, 200, 0));
    assertThat(third).containsExactly(accepted(pack, 200, 0, 100));
    world.assertThatTheLedgerAddsUp();
  }

  @Test
  void drawsInTheOrderOfTheRecordsWhenOneRequestEmptiesThePackage() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);

    var outcome = world.push(
        usage("a1", instance, 2, "400", pack),
        usage("b1", instance, 1, "400", pack),
        usage("c1", instance, 0, "300", pack));

    assertThat(outcome)
        .extracting(each -> ((Accepted) each).overageUnits())
        .containsExactly(0L, 0L, 1_000_000L);
    assertThat(world.drawn(pack)).isEqualTo(10_000_000);
  }

  @Test
  void ordinaryPackagesAreDrawnBeforeAnythingIsCharged() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 10, false);
    var more = world.packageOf(instance, 5, false);

    var outcome = world.push(usage("d", instance, 0, "20", null));

    assertThat(outcome)
        .containsExactly(new Accepted(
            List.of(new PackageDraw(pack, 100_000, 0), new PackageDraw(more, 50_000, 0)),
            50_000,
            0));
  }

  @Test
  void aProductThatRejectsRefusesWhatItsPackageDoesNotCoverAndDrawsNothing() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 10, true);
    world.overQuota("REJECT");

    List<RecordOutcome> outcome;
    try {
      outcome =
          world.push(usage("r1", instance, 1, "11", pack), usage("r2", instance, 0, "10", pack));
    } finally {
      world.overQuota("CAP");
    }

    assertThat(outcome)
        .containsExactly(new Refused(RecordFault.OVER_QUOTA), accepted(pack, 10, 0, 0));
  }

  @Test
  void aProductThatRejectsRefusesNothingThatTheLedgerHasRoomFor() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 10, true);
    world.overQuota("REJECT");

    List<RecordOutcome> outcome;
    try {
      world.push(usage("full", instance, 3, "10", pack));
      world.execute("UPDATE quota SET granted = granted + 80000 WHERE package_no ="
          + " (SELECT instance_no FROM instance WHERE instance_id = '" + pack + "')");
      outcome = world.push(
          usage("fits", instance, 2, "5", pack),
          usage("fits no more", instance, 1, "4", pack),
          usage("just fits", instance, 0, "3", pack));
    } finally {
      world.overQuota("CAP");
    }

    assertThat(outcome)
        .containsExactly(
            accepted(pack, 5, 3, 0), new Refused(RecordFault.OVER_QUOTA), accepted(pack, 3, 0, 0));
  }

  @Test
  void theSameAgainIsAReplayAndOtherContentUnderItsSnIsNot() {
    var instance = world.instance();
    world.push(usage("sn", instance, 0, "1", null));

    var again = world.push(usage("sn", instance, 0, "1.0000", null));
    var other = world.push(usage("sn", instance, 0, "2", null));
    var elsewhere = world.push(usage("sn", instance, 1, "1", null));
    var sameWindow = world.push(usage("sn2", instance, 0, "1", null));

    assertThat(again).containsExactly(new Replay(null));
    assertThat(other).containsExactly(new Refused(RecordFault.SN_REUSED));
    assertThat(elsewhere).containsExactly(new Refused(RecordFault.SN_REUSED));
    assertThat(sameWindow).containsExactly(new Refused(RecordFault.SAME_WINDOW));
  }

  @Test
  void twoOfAKindInOneRequestCountOnceInRequestOrder() {
    var instance = world.instance();

    var outcome = world.push(
        usage("twin", instance, 0, "1", null),
        usage("twin", instance, 0, "1", null),
        usage("twin", instance, 1, "1", null),
        usage("other", instance, 0, "7", null));

    assertThat(outcome)
        .containsExactly(
            new Accepted(List.of(), 10_000, 0),
            new Replay(null),
            new Refused(RecordFault.SN_REUSED),
            new Refused(RecordFault.SAME_WINDOW));
  }

  @Test
  void aFaultyRecordIsJudgedAfterTheSoundOneBeforeIt() {
    var instance = world.instance();
    var nobodys = "nobody's";

    var outcome = world.push(
        usage("turn", instance, 1, "2", nobodys),
        usage("turn", instance, 0, "1", null),
        usage("turn", instance, 0, "1", nobodys));

    assertThat(outcome)
        .containsExactly(
            new Refused(RecordFault.PACKAGE_UNKNOWN),
            new Accepted(List.of(), 10_000, 0),
            new Refused(RecordFault.SN_REUSED));
  }

  @Test
  void whatIsRefusedStaysRefusedHoweverOftenOneRequestSaysIt() {
    var instance = world.instance();
    var tooOld = usage("old", instance, 22 * 24, "1", null);

    var outcome = world.push(tooOld, tooOld, tooOld);

    assertThat(outcome).hasSize(3).containsOnly(new Refused(RecordFault.TIME_RANGE));
    assertThat(world.number("SELECT count(*) FROM usage_record WHERE metering_sn = 'old'"))
        .isZero();
  }

  @Test
  void theSameBatchSentEightTimesAtOnceIsStoredAndDrawnOnce() {
    for (var run = 0; run < 20; run++) {
      var instance = world.instance();
      var pack = world.packageOf(instance, 1_000, true);
      var batch = hours(12, instance, "100", pack);

      var replies =
          Flux.range(0, 8).flatMap(i -> world.push(batch), 8).collectList().block(DEADLINE);

      assertThat(replies).hasSize(8);
      assertThat(replies)
          .allSatisfy(reply -> assertThat(reply).noneMatch(outcome -> outcome instanceof Refused));
      assertThat(world.drawn(pack)).isEqualTo(10_000_000);
    }
    world.assertThatTheLedgerAddsUp();
    assertThat(world.number("SELECT sum(overage_units) FROM usage_record WHERE package_no > 0"))
        .isPositive();
  }

  @Test
  void noRecordIsOverageWhileItsPackageHasQuotaLeft() {
    var random = new Random(42);
    var instance = world.instance();
    var pack = world.packageOf(instance, 300, true);
    var records = new ArrayList<List<ReportedRecord>>();
    for (var i = 0; i < 23; i++) {
      var record = usage("storm-" + i, instance, i, Integer.toString(1 + random.nextInt(40)), pack);
      for (var copies = 1 + random.nextInt(4); copies > 0; copies--) {
        records.add(List.of(record));
      }
    }
    Collections.shuffle(records, random);

    Flux.fromIterable(records).flatMap(world::push, 16).collectList().block(DEADLINE);

    world.assertThatTheLedgerAddsUp();
    var used =
        world.number("SELECT sum(units) FROM usage_record r JOIN instance i USING (instance_no)"
            + " WHERE i.instance_id = '" + instance + "'");
    assertThat(world.drawn(pack)).isEqualTo(Math.min(used, 3_000_000));
  }

  @Test
  void redisIsNotBelievedAfterItLostEverything() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);
    world.push(usage("before", instance, 1, "900", pack));
    world.stores().flushAllRedis();

    var outcome = world.push(usage("after", instance, 0, "200", pack));

    assertThat(outcome).containsExactly(accepted(pack, 100, 0, 100));
  }

  @Test
  void redisIsNotBelievedWhenTheLedgerSaysOtherwise() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);
    world.push(usage("one", instance, 3, "100", pack));
    world.execute("UPDATE quota SET drawn = drawn + 8000000 WHERE granted = 10000000"
        + " AND package_no = (SELECT instance_no FROM instance WHERE instance_id = '" + pack
        + "')");

    var tooMuchBelieved = world.push(usage("two", instance, 2, "200", pack));
    world.execute("UPDATE quota SET drawn = drawn - 8000000 WHERE granted = 10000000"
        + " AND package_no = (SELECT instance_no FROM instance WHERE instance_id = '" + pack
        + "')");
    var tooLittleBelieved = world.push(usage("three", instance, 1, "100", pack));

    assertThat(tooMuchBelieved).containsExactly(accepted(pack, 100, 0, 100));
    assertThat(tooLittleBelieved).containsExactly(accepted(pack, 100, 700, 0));
    world.assertThatTheLedgerAddsUp();
  }

  @Test
  void theOrderOfAcceptanceGoesOnWhereTheClockOfANewRedisIsBehind() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);
    world.push(usage("early", instance, 3, "900", pack));
    var inAnHour = world.number("SELECT max(asked_seq) FROM quota") + 3_600_000_000L;
    world.execute("UPDATE quota SET drawn_seq = %1$d, asked_seq = %1$d WHERE drawn = 9000000"
        .formatted(inAnHour));
    world.stores().flushAllRedis();

    var emptied = world.push(usage("emptied", instance, 2, "200", pack));
    var empty = world.push(usage("empty", instance, 1, "1", pack));

    assertThat(emptied).containsExactly(accepted(pack, 100, 0, 100));
    assertThat(empty).extracting(each -> ((Accepted) each).overageUnits()).containsExactly(10_000L);
    assertThat(world.number("SELECT slot_seq FROM usage_record WHERE metering_sn = 'emptied'"))
        .isGreaterThan(inAnHour);
    assertThat(world.number("SELECT (SELECT slot_seq FROM usage_record WHERE metering_sn = 'empty')"
            + " - (SELECT slot_seq FROM usage_record WHERE metering_sn = 'emptied')"))
        .isPositive();
  }

  @Test
  void aRedisThatWasNotLostIsMovedOnToo() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 1_000, true);
    world.push(usage("first", instance, 3, "900", pack));
    var inAnHour = world.number("SELECT max(asked_seq) FROM quota") + 3_600_000_000L;
    world.execute("UPDATE quota SET drawn_seq = %1$d, asked_seq = %1$d WHERE drawn = 9000000"
        .formatted(inAnHour));

    world.push(usage("second", instance, 2, "200", pack));

    assertThat(world.number("SELECT slot_seq FROM usage_record WHERE metering_sn = 'second'"))
        .isGreaterThan(inAnHour);
  }

  @Test
  void aRecordThatBreaksARuleOfTheDatabaseIsRefusedAloneInACommitSharedByMany() throws Exception {
    world.execute(
        "ALTER TABLE usage_identity ADD CONSTRAINT no_poison" + " CHECK (metering_sn <> 'poison')");
    var pushes = new ArrayList<List<ReportedRecord>>();
    var packs = new ArrayList<String>();
    for (var push = 0; push < 24; push++) {
      var instance = world.instance();
      var pack = world.packageOf(instance, 10, true);
      packs.add(pack);
      pushes.add(List.of(
          usage("before-" + push, instance, 2, "1", pack),
          usage(push == 12 ? "poison" : "among-" + push, instance, 1, "2", pack),
          usage("after-" + push, instance, 0, "3", pack)));
    }

    List<List<RecordOutcome>> replies;
    try {
      replies = Objects.requireNonNull(whileCommitsWait(
          () -> Flux.fromIterable(pushes).flatMapSequential(world::push, 24).collectList()));
    } finally {
      world.execute("ALTER TABLE usage_identity DROP CONSTRAINT no_poison");
    }

    for (var push = 0; push < 24; push++) {
      var pack = packs.get(push);
      assertThat(replies.get(push))
          .as("push %d", push)
          .extracting(RecordOutcome::getClass)
          .containsExactly(
              Accepted.class, push == 12 ? Refused.class : Accepted.class, Accepted.class);
      assertThat(world.drawn(pack)).isEqualTo(push == 12 ? 40_000 : 60_000);
    }
    var commits = world.number("SELECT count(DISTINCT record_no >> 16) FROM usage_record"
        + " WHERE metering_sn LIKE 'after-%' OR metering_sn LIKE 'before-%'");
    assertThat(commits).isBetween(2L, 16L);
    assertThat(world.number("SELECT count(*) FROM usage_record WHERE metering_sn = 'poison'"))
        .isZero();
    assertThat(world.number("SELECT count(*) FROM usage_refused WHERE metering_sn = 'poison'"))
        .isOne();
    world.assertThatTheLedgerAddsUp();
  }

  /** The first commit waits for a lock, so that everything else gathers behind it. */
  private <T> @Nullable T whileCommitsWait(Supplier<Mono<T>> work) throws Exception {
    try (var lock = world.stores().database().connect();
        var statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE usage_identity IN ACCESS EXCLUSIVE MODE");
      var result = work.get().toFuture();
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() ->
              world.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'relation'")
                  >= 1);
      lock.rollback();
      return result.get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void refusedRecordsAreKeptForTheirIsvToSee() {
    var instance = world.instance();

    world.push(usage("bad", instance, 0, "0", null), usage("good", instance, 1, "1", null));

    assertThat(world.number("SELECT count(*) FROM usage_refused WHERE metering_sn = 'bad'"
            + " AND error_code = '003' AND content ->> 'usage_value' = '0'"))
        .isEqualTo(1);
  }

  @Test
  void validatingStoresAndDrawsNothing() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 10, true);
    var push = new UsagePush(1, List.of(usage("dry", instance, 0, "12", pack)), true, true, true);

    var outcome = world.intake().accept(push).block(DEADLINE);

    assertThat(outcome)
        .containsExactly(new Accepted(List.of(new PackageDraw(pack, 100_000, 0)), 0, 20_000));
    assertThat(world.drawn(pack)).isZero();
    assertThat(world.number("SELECT count(*) FROM usage_record WHERE metering_sn = 'dry'"))
        .isZero();
  }

  @Test
  void withoutRedisUsageIsStillDrawnExactlyButNothingIsRejectedOnGuesswork() {
    assumeTrue(Stores.areProcesses());
    var capped = world.instance();
    var pack = world.packageOf(capped, 10, true);
    world.stores().killRedis();
    try {
      var outcome = world.push(usage("away", capped, 0, "12", pack));
      assertThat(outcome).containsExactly(accepted(pack, 10, 0, 2));

      world.overQuota("REJECT");
      assertThatThrownBy(() -> world.push(usage("away2", capped, 1, "12", pack)))
          .isInstanceOf(UsageUnavailableException.class);
    } finally {
      world.overQuota("CAP");
      world.stores().startRedis();
    }
    world.assertThatTheLedgerAddsUp();
  }

  private static Accepted accepted(String pack, long drawn, long left, long overage) {
    return new Accepted(
        List.of(new PackageDraw(pack, drawn * 10_000, left * 10_000)), 0, overage * 10_000);
  }
}
