package io.tollgate.metering.invariant.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.ClosingChain;
import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Hashes one closing a step, its documents as they come from the database. The cursor is the number
 * of the last closing and what it left behind: last sequence and hash.
 */
@Component
final class FeedUnbrokenCheck implements InvariantCheck {

  private static final String NEXT_CLOSING = """
      SELECT closing_no, aggregates, sha256
        FROM closing WHERE closing_no > :after ORDER BY closing_no LIMIT 1""";

  private static final String DOCUMENTS = """
      SELECT sequence, document FROM aggregate WHERE closing_no = :closing
         AND sequence BETWEEN :first AND :last ORDER BY sequence""";

  private final DatabaseClient database;

  FeedUnbrokenCheck(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Invariant invariant() {
    return Invariant.FEED_UNBROKEN;
  }

  @Override
  public Mono<Step> step(String cursor) {
    var place = Place.of(cursor);
    return database
        .sql(NEXT_CLOSING)
        .bind("after", place.closingNo)
        .map(Closing::of)
        .one()
        .flatMap(closing -> follow(place, closing))
        .defaultIfEmpty(new Step(START, true, 0, List.of()));
  }

  private Mono<Step> follow(Place before, Closing closing) {
    return database
        .sql(DOCUMENTS)
        .bind("closing", closing.closingNo)
        .bind("first", before.lastSequence + 1)
        .bind("last", before.lastSequence + closing.aggregates)
        .map(row -> Columns.text(row, "document"))
        .all()
        .collect(() -> new Shown(ClosingChain.after(before.sha256)), Shown::add)
        .map(shown -> judge(before, closing, shown));
  }

  private static Step judge(Place before, Closing closing, Shown shown) {
    var next =
        new Place(closing.closingNo, before.lastSequence + closing.aggregates, closing.sha256);
    return new Step(next.cursor(), false, 1, faults(before, closing, shown));
  }

  private static List<String> faults(Place before, Closing closing, Shown shown) {
    if (closing.closingNo != before.closingNo + 1) {
      return List.of("closing " + (before.closingNo + 1) + " is missing");
    }
    if (shown.count != closing.aggregates) {
      return List.of("closing %d shows %d aggregates after sequence %d (expected: %d)"
          .formatted(closing.closingNo, shown.count, before.lastSequence, closing.aggregates));
    }
    var sha256 = shown.chain.sha256Hex();
    return sha256.equals(closing.sha256)
        ? List.of()
        : List.of("closing %d says %s, its aggregates hash to %s"
            .formatted(closing.closingNo, closing.sha256, sha256));
  }

  private record Closing(long closingNo, long aggregates, String sha256) {

    static Closing of(Readable row) {
      return new Closing(
          Columns.number(row, "closing_no"),
          Columns.number(row, "aggregates"),
          Columns.text(row, "sha256"));
    }
  }

  /** After a closing. */
  private record Place(long closingNo, long lastSequence, String sha256) {

    static Place of(String cursor) {
      if (cursor.equals(START)) {
        return new Place(0, 0, ClosingChain.GENESIS);
      }
      var parts = cursor.split("\\|", -1);
      return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    String cursor() {
      return closingNo + "|" + lastSequence + "|" + sha256;
    }
  }

  private static final class Shown {

    private final ClosingChain chain;
    private long count;

    Shown(ClosingChain chain) {
      this.chain = chain;
    }

    void add(String document) {
      chain.add(document);
      count++;
    }
  }
}
