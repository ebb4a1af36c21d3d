package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.usage.UsageLedger.Commit;
import io.tollgate.metering.usage.UsageLedger.Commit.Committed;
import io.tollgate.metering.usage.UsageLedger.Commit.Disputed;
import io.tollgate.metering.usage.UsageLedger.Entry;
import io.tollgate.metering.usage.UsageLedger.Left;
import io.tollgate.metering.usage.UsageLedger.SnKey;
import io.tollgate.rules.quota.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** What every ledger of usage promises; each implementation runs this suite. */
public abstract class UsageLedgerContract {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Instant NOON = Instant.parse("2026-01-10T12:00:00Z");

  /** One instance with a package for its item. */
  protected record Subject(InstanceFacts instance, long slotNo, Quota quota) {}

  protected abstract UsageLedger ledger();

  /** A new instance of ISV 1 with a stop-before-excess package of 10 units. */
  protected abstract Subject subject();

  @Test
  void whatIsCommittedIsFoundByBothIdentitiesAndGoneFromItsQuota() {
    var subject = subject();
    var entry = entry(subject, 0, 4, 77, 4L);

    var commit = commit(entry);

    assertThat(commit).isEqualTo(new Committed(List.of(true), Map.of(quotaNo(subject), 6L), false));
    var known = Objects.requireNonNull(ledger().find(List.of(entry.record())).block(DEADLINE));
    assertThat(known.bySn()).containsOnlyKeys(new SnKey(1, sn(entry)));
    assertThat(known.byWindow().values())
        .singleElement()
        .returns(entry.record().window(), KnownRecord::window)
        .returns(77L, KnownRecord::sequence);
    assertThat(left(subject)).isEqualTo(6);
  }

  @Test
  void aTakenIdentityIsLeftOutAndItsNeighbourIsWritten() {
    var subject = subject();
    commit(entry(subject, 0, 4, 1, 4L));

    var commit = commit(entry(subject, 0, 4, 2, 4L), entry(subject, 1, 3, 3, 3L));

    assertThat(((Committed) commit).fresh()).containsExactly(false, true);
    assertThat(left(subject)).isEqualTo(3);
  }

  @Test
  void drawingMoreThanIsGrantedIsDisputedAndNothingIsWritten() {
    var subject = subject();
    var other = subject();

    var commit = commit(entry(subject, 0, 11, 1, 11L), entry(other, 0, 1, 1, 1L));

    assertThat(commit).isEqualTo(new Disputed(List.of(subject.slotNo())));
    assertThat(left(subject)).isEqualTo(10);
    assertThat(left(other)).isEqualTo(10);
  }

  @Test
  void callingAQuotaEmptyThatIsNotIsDisputed() {
    var subject = subject();

    var commit = commit(entry(subject, 0, 9, 1, 7L));

    assertThat(commit).isEqualTo(new Disputed(List.of(subject.slotNo())));
    assertThat(left(subject)).isEqualTo(10);
  }

  @Test
  void emptyingAQuotaAtAPlaceThatAnothersDrawHasPassedIsDisputed() {
    var subject = subject();
    commit(entry(subject, 0, 4, 100, 4L));

    var before = commit(entry(subject, 1, 9, 99, 6L));
    var atTheSame = commit(entry(subject, 1, 9, 100, 6L));
    var after = commit(entry(subject, 1, 9, 101, 6L));

    assertThat(before).isEqualTo(new Disputed(List.of(subject.slotNo())));
    assertThat(atTheSame).isEqualTo(new Disputed(List.of(subject.slotNo())));
    assertThat(after).isInstanceOf(Committed.class);
  }

  @Test
  void findingAQuotaEmptyBeforeItWasEmptiedIsDisputed() {
    var subject = subject();
    var other = subject();

    var commit = commit(
        entry(subject, 0, 10, 50, 10L), entry(subject, 1, 1, 49, 0L), entry(other, 0, 1, 1, 1L));

    assertThat(commit).isEqualTo(new Disputed(List.of(subject.slotNo())));
    assertThat(left(other)).isEqualTo(10);
  }

  @Test
  void drawsThatDependOnNothingMayComeInAnyOrder() {
    var subject = subject();

    commit(entry(subject, 0, 4, 30, 4L));
    commit(entry(subject, 1, 3, 10, 3L));
    commit(entry(subject, 2, 3, 40, 3L));
    commit(entry(subject, 3, 1, 42, 0L));
    var late = commit(entry(subject, 4, 1, 41, 0L));

    assertThat(late).isInstanceOf(Committed.class);
    assertThat(ledger().left(subject.slotNo()).map(Left::lastSequence).block(DEADLINE))
        .isEqualTo(42);
  }

  @Test
  void emptyingAQuotaIsSaidAsALevel() {
    var subject = subject();

    var commit = commit(entry(subject, 0, 12, 1, 10L));

    assertThat(commit).isEqualTo(new Committed(List.of(true), Map.of(quotaNo(subject), 0L), true));
  }

  @Test
  void ofTwoCommitsOfOneRecordAtTheSameTimeOneIsFresh() {
    var subject = subject();
    var entry = entry(subject, 0, 2, 1, 2L);

    var commits = Objects.requireNonNull(Flux.range(0, 8)
        .flatMap(copy -> ledger().commit(List.of(entry), NOON), 8)
        .collectList()
        .block(DEADLINE));

    assertThat(commits)
        .filteredOn(commit -> ((Committed) commit).fresh().getFirst())
        .hasSize(1);
    assertThat(left(subject)).isEqualTo(8);
  }

  @Test
  void everySlotIsListed() {
    var subject = subject();

    assertThat(ledger().slots().collectList().block(DEADLINE)).contains(subject.slotNo());
  }

  private Commit commit(Entry... entries) {
    return Objects.requireNonNull(ledger().commit(List.of(entries), NOON).block(DEADLINE));
  }

  private long left(Subject subject) {
    var left = Objects.requireNonNull(ledger().left(subject.slotNo()).block(DEADLINE));
    return left.of(quotaNo(subject));
  }

  private static long quotaNo(Subject subject) {
    return subject.quota().quotaNo();
  }

  private static String sn(Entry entry) {
    return Objects.requireNonNull(entry.record().meteringSn());
  }

  private static Entry entry(
      Subject subject, int hoursAgo, long units, long sequence, Long... drawn) {
    var end = NOON.minus(Duration.ofHours(hoursAgo));
    var record = new UsageRecord(
        subject.instance(),
        "sn-" + subject.instance().instanceNo() + "-" + hoursAgo,
        0,
        end.minus(Duration.ofHours(1)),
        end,
        end,
        units,
        end,
        subject.slotNo(),
        List.of(subject.quota()),
        true);
    return new Entry(record, sequence, List.of(drawn));
  }
}
