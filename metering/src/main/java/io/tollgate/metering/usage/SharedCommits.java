package io.tollgate.metering.usage;

import io.tollgate.metering.usage.SharedWrite.Outcome;
import io.tollgate.metering.usage.UsageLedger.Entry;
import io.tollgate.metering.usage.UsageLedger.SnKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets the entries of many requests share one commit.
 *
 * <p>A few lanes write to the ledger. While they are busy, entries gather; a lane that comes free
 * takes what has gathered, in the order of arrival, up to {@link Settings#batchRecords}. An idle
 * ledger therefore answers at once, and a busy one in ever larger batches, without a timer. A commit
 * costs about as much as its first hundred records, so a further lane is opened only for {@link
 * Settings#recordsForAnotherLane}.
 *
 * <p>Past {@link Settings#queueRecords} a submission is refused at once, and past {@link
 * Settings#patience} its caller stops waiting. One that no lane has taken by then is withdrawn, so
 * that nobody writes what nobody waits for: both end in {@link CommitsFullException}, and nothing was
 * written. One that is being written goes on, and its outcome is unknown to the caller, who gets a
 * plain {@link UsageUnavailableException}. Thread-safe.
 */
final class SharedCommits {

  /** Many times a commit's usual length. */
  private static final Duration LANE_IS_STUCK = Duration.ofMillis(50);

  private final UsageLedger ledger;
  private final Supplier<Instant> now;
  private final Settings settings;
  private final LongSupplier nanoTime;

  private final Object lock = new Object();
  private final ArrayDeque<Submission> queue = new ArrayDeque<>();
  private int queuedRecords;
  private int busyLanes;

  /** When the submission that waits longest came, by {@link #nanoTime}. */
  private volatile long oldestNanos;

  private volatile boolean isWaiting;

  SharedCommits(UsageLedger ledger, Supplier<Instant> now, Settings settings) {
    this(ledger, now, settings, System::nanoTime);
  }

  SharedCommits(
      UsageLedger ledger, Supplier<Instant> now, Settings settings, LongSupplier nanoTime) {
    this.ledger = ledger;
    this.now = now;
    this.settings = settings;
    this.nanoTime = nanoTime;
  }

  /**
   * The bounds.
   *
   * @param lanes commits at the same time: one works while another waits for its sync
   * @param recordsForAnotherLane that wait while a lane is busy, before a further one is opened
   * @param batchRecords most records in one commit, far below the 65,535 a batch number leaves
   * @param queueRecords most records that wait, at about 1 KiB of memory each
   * @param patience how long a caller waits; with what comes before and after it, less than the second
   *     within which a caller is told
   */
  record Settings(
      int lanes, int recordsForAnotherLane, int batchRecords, int queueRecords, Duration patience) {

    static final Settings DEFAULTS = new Settings(2, 500, 4_000, 64_000, Duration.ofMillis(750));
  }

  /**
   * Whether what waits has waited for more than half of its callers' patience: who comes now would
   * only lengthen the queue for an answer that comes too late.
   */
  boolean isCongested() {
    return hasWaited(settings.patience().dividedBy(2));
  }

  private boolean hasWaited(Duration duration) {
    return isWaiting && nanoTime.getAsLong() - oldestNanos > duration.toNanos();
  }

  /** Commits the entries, no two of one identity, together with those of others. */
  Mono<Outcome> submit(List<Entry> entries) {
    return Mono.defer(() -> {
      var submission = new Submission(entries, nanoTime.getAsLong());
      if (!enqueue(submission)) {
        return Mono.error(new CommitsFullException());
      }
      startLanes();
      return submission
          .outcome
          .asMono()
          .timeout(settings.patience(), Mono.error(() -> giveUp(submission)));
    });
  }

  private UsageUnavailableException giveUp(Submission submission) {
    synchronized (lock) {
      if (!submission.isTaken && !submission.isWithdrawn) {
        submission.isWithdrawn = true;
        queuedRecords -= submission.entries.size();
        dropWithdrawn();
        return new CommitsFullException();
      }
    }
    return new UsageUnavailableException("The ledger did not answer in time");
  }

  private boolean enqueue(Submission submission) {
    synchronized (lock) {
      if (queuedRecords + submission.entries.size() > settings.queueRecords()) {
        return false;
      }
      queue.add(submission);
      queuedRecords += submission.entries.size();
      noteOldest();
      return true;
    }
  }

  private void startLanes() {
    for (var batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
      run(batch);
    }
  }

  /** Takes a free lane and what has gathered for it; empty where either is missing. */
  private List<Submission> nextBatch() {
    synchronized (lock) {
      dropWithdrawn();
      if (queue.isEmpty() || !opensALane()) {
        return List.of();
      }
      busyLanes++;
      var batch = new ArrayList<Submission>();
      var identities = new HashSet<Object>();
      var records = 0;
      while (!queue.isEmpty() && fits(queue.element(), batch, records, identities)) {
        var next = queue.remove();
        next.isTaken = true;
        batch.add(next);
        identities.addAll(next.identities);
        records += next.entries.size();
        dropWithdrawn();
      }
      queuedRecords -= records;
      return batch;
    }
  }

  private boolean opensALane() {
    return busyLanes == 0
        || (busyLanes < settings.lanes()
            && (queuedRecords >= settings.recordsForAnotherLane() || hasWaited(LANE_IS_STUCK)));
  }

  /** So that the first in the queue is one that somebody waits for. */
  private void dropWithdrawn() {
    while (!queue.isEmpty() && queue.element().isWithdrawn) {
      queue.remove();
    }
    noteOldest();
  }

  private void noteOldest() {
    var oldest = queue.peek();
    isWaiting = oldest != null;
    oldestNanos = oldest == null ? 0 : oldest.cameNanos;
  }

  /** A submission waits for the next batch rather than meet its own identity in this one. */
  private boolean fits(
      Submission next, List<Submission> batch, int records, Set<Object> identities) {
    return batch.isEmpty()
        || (records + next.entries.size() <= settings.batchRecords()
            && Collections.disjoint(next.identities, identities));
  }

  /** Goes on whether or not the callers still listen: what is being written must be settled. */
  private void run(List<Submission> batch) {
    var entries = batch.stream().flatMap(each -> each.entries.stream()).toList();
    Mono.defer(() -> new SharedWrite(ledger, entries, now.get()).run())
        .doFinally(signal -> freeLane())
        .subscribe(outcome -> share(batch, outcome), error -> fail(batch, error));
  }

  private void freeLane() {
    synchronized (lock) {
      busyLanes--;
    }
    startLanes();
  }

  private static void share(List<Submission> batch, Outcome outcome) {
    var from = 0;
    for (var submission : batch) {
      var to = from + submission.entries.size();
      submission.outcome.tryEmitValue(new Outcome(
          outcome.written().subList(from, to), outcome.leftUnits(), outcome.levelsPassed()));
      from = to;
    }
  }

  private static void fail(List<Submission> batch, Throwable error) {
    var unavailable =
        new UsageUnavailableException("The ledger cannot be reached: " + error.getMessage(), error);
    batch.forEach(submission -> submission.outcome.tryEmitError(unavailable));
  }

  private static final class Submission {

    private final List<Entry> entries;
    private final Set<Object> identities;
    private final Sinks.One<Outcome> outcome = Sinks.one();
    private final long cameNanos;
    private boolean isTaken;
    private boolean isWithdrawn;

    Submission(List<Entry> entries, long cameNanos) {
      this.entries = entries;
      this.cameNanos = cameNanos;
      this.identities = new HashSet<>();
      for (var entry : entries) {
        addIdentities(entry.record(), identities);
      }
    }
  }

  /** Adds both identities of a record; false where one of them is there already. */
  static boolean addIdentities(UsageRecord record, Set<Object> identities) {
    var sn = record.meteringSn();
    var snIsNew = sn == null || identities.add(new SnKey(record.instance().isvNo(), sn));
    return identities.add(record.window()) && snIsNew;
  }

  /** Whether one of the record's identities is there already. */
  static boolean holdsIdentity(UsageRecord record, Set<Object> identities) {
    var sn = record.meteringSn();
    return identities.contains(record.window())
        || (sn != null && identities.contains(new SnKey(record.instance().isvNo(), sn)));
  }
}
