package io.tollgate.metering.collection;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.ReplayBooks.Collected;
import io.tollgate.metering.collection.ReplayBooks.NumberedEntry;
import io.tollgate.metering.collection.ReplayBooks.Published;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Does every collection and every adjustment again, from the records and with the code by which they
 * were done, and compares each aggregate, each closing and each journal entry that follows from them
 * with what was published, byte for byte.
 *
 * <p>Each closing starts from the published end of the one before it, so that one disagreement does
 * not drag all later ones along. Memory is bounded as a collection's is.
 */
@Component
public final class BooksReplay {

  private static final int CLOSINGS_A_PAGE = 500;

  /** One is bad enough; the rest would only fill memory. */
  private static final int DISAGREEMENTS_SHOWN = 100;

  private final ReplayBooks books;
  private final UsageSource ledger;
  private final CollectionLog collections;
  private final ChargeSums sums;
  private final AdjustmentReplay adjustments;
  private final ZoneId zone;

  BooksReplay(
      ReplayBooks books,
      UsageSource ledger,
      CollectionLog collections,
      ChargeSums sums,
      AdjustmentReplay adjustments,
      BusinessClock clock) {
    this.books = books;
    this.ledger = ledger;
    this.collections = collections;
    this.sums = sums;
    this.adjustments = adjustments;
    this.zone = clock.zone();
  }

  /** What was replayed; the disagreements are some of them, if there are many. */
  public record Replayed(
      long closings, long aggregates, long entries, List<Disagreement> disagreements) {

    public Replayed {
      disagreements = List.copyOf(disagreements);
    }
  }

  /** Replays all; joins the caller's transaction, which is to see one state and to be undone. */
  public Mono<Replayed> replay() {
    return Mono.defer(() -> {
      var run = new Run();
      return books
          .open()
          .then(Mono.defer(run::nextPage).repeat().takeUntil(isLast -> isLast).then())
          .then(Mono.defer(run::restOfJournal))
          .then(books.compareMonths().doOnNext(run::add).then())
          .onErrorResume(IllegalArgumentException.class, run::stop)
          .then(Mono.fromSupplier(run::result));
    });
  }

  /** One replay under way; its steps come one after the other. */
  private final class Run {

    private final Map<Cycle, Reach> reaches = new EnumMap<>(Cycle.class);
    private final List<Disagreement> disagreements = new ArrayList<>();
    private FeedEnd end = new FeedEnd(0, 0, ClosingChain.GENESIS);
    private long lastEntryNo;
    private long closings;
    private long entries;

    Mono<Boolean> nextPage() {
      return books
          .closings(end.closingNo(), CLOSINGS_A_PAGE)
          .flatMap(page -> Flux.fromIterable(page)
              .concatMap(this::replay)
              .then(Mono.just(page.size() < CLOSINGS_A_PAGE)));
    }

    private Mono<Void> replay(Published published) {
      var journal = new Draft();
      var collection = published.collection();
      var closing =
          collection == null ? adjust(published, journal) : collect(published, collection, journal);
      return closing
          .map(closed -> orEnd(closed.lastSequence()))
          .defaultIfEmpty(end.sequence())
          .flatMapMany(last -> books.compare(end, Math.max(last, orEnd(published.lastSequence()))))
          .doOnNext(this::add)
          .then(Mono.defer(() -> compareJournal(journal.entries)))
          .then(Mono.fromRunnable(() -> moveOn(published)));
    }

    private long orEnd(@Nullable Long lastSequence) {
      return lastSequence == null ? end.sequence() : lastSequence;
    }

    private Mono<Closing> collect(Published published, Collected collection, Journal journal) {
      var due = collection.due();
      var horizon = collection.reach().horizon();
      if (!horizon.equals(due.horizon())) {
        add(new Disagreement(
            "horizon of collection " + published.closingNo(),
            horizon.toString(),
            due.horizon().toString()));
      }
      var before = reaches.getOrDefault(due.cycle(), Reach.NONE);
      var known =
          new KnownCollection(collection, before, published.collectedAt(), zone, collections);
      reaches.put(due.cycle(), collection.reach());
      return new CycleCollection(
              known,
              known,
              ledger,
              new MonthRating(books.months(), known),
              books.feed(end),
              new UsageCharge(sums, journal),
              known)
          .collect(due)
          .filter(closing -> closing.aggregates() > 0);
    }

    private Mono<Closing> adjust(Published published, Journal journal) {
      var feed = books.feed(end);
      var open = new OpenClosing(end, published.collectedAt());
      var clock = new FixedZone(zone);
      return adjustments
          .rate(open.firstSequence(), new MonthRating(books.months(), clock))
          .flatMap(usage -> feed.append(open.closingNo(), open.publish(List.of(usage)))
              .then(Mono.fromSupplier(open::close)))
          .flatMap(closing -> feed.close(closing)
              .then(new UsageCharge(sums, journal).charge(closing))
              .thenReturn(closing));
    }

    private Mono<Void> compareJournal(List<JournalEntry> replayed) {
      if (replayed.isEmpty()) {
        return Mono.empty();
      }
      return books
          .entries(lastEntryNo, replayed.size())
          .doOnNext(recorded -> compareJournal(recorded, replayed))
          .then();
    }

    private void compareJournal(List<NumberedEntry> recorded, List<JournalEntry> replayed) {
      for (var i = 0; i < replayed.size(); i++) {
        var there = i < recorded.size();
        var before = there ? EntryDocument.of(recorded.get(i)) : "";
        var now = EntryDocument.of(replayed.get(i));
        if (!before.equals(now)) {
          var number = there ? " " + recorded.get(i).entryNo() : "";
          add(new Disagreement("journal entry" + number, before, now));
        }
        if (there) {
          lastEntryNo = recorded.get(i).entryNo();
        }
      }
      entries += replayed.size();
    }

    /** What is charged for usage follows from a closing, or should not be there. */
    Mono<Void> restOfJournal() {
      return books
          .entries(lastEntryNo, 1)
          .doOnNext(rest -> rest.forEach(entry -> add(
              new Disagreement("journal entry " + entry.entryNo(), EntryDocument.of(entry), ""))))
          .then();
    }

    /** What the rules refuse to build was never built by them; nothing after it is replayed. */
    Mono<Void> stop(IllegalArgumentException refused) {
      return Mono.fromRunnable(() -> add(new Disagreement(
          "closing " + (end.closingNo() + 1) + " and whatever follows",
          String.valueOf(refused.getMessage()),
          "")));
    }

    private void moveOn(Published published) {
      end = new FeedEnd(published.closingNo(), orEnd(published.lastSequence()), published.sha256());
      closings++;
    }

    private void add(Disagreement disagreement) {
      if (disagreements.size() < DISAGREEMENTS_SHOWN) {
        disagreements.add(disagreement);
      }
    }

    Replayed result() {
      return new Replayed(closings, end.sequence(), entries, disagreements);
    }
  }

  /** A journal that is thrown away. */
  private static final class Draft implements Journal {

    private final List<JournalEntry> entries = new ArrayList<>();

    @Override
    public Mono<Void> postAll(List<JournalEntry> posted) {
      return Mono.fromRunnable(() -> entries.addAll(posted));
    }
  }

  /** An adjustment counts into its month, wherever time stands. */
  private record FixedZone(ZoneId zone) implements BusinessClock {

    @Override
    public Instant now() {
      throw new UnsupportedOperationException("no step of an adjustment asks for the time");
    }
  }
}
