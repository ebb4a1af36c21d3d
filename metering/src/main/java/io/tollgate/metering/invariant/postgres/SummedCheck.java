package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import io.tollgate.metering.row.Columns;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * A check of a running total against everything it is the total of.
 *
 * <p>Summing up from the beginning each time would take ever longer. So each source row is added once
 * to {@code invariant_sum}, in order of its number, up to a position; what came after it is little
 * and is added on the fly. A step first moves the position on, and, when it has arrived at the end,
 * compares a page of totals. The cursor is {@code position|last total seen}.
 *
 * @param end the number up to which source rows are complete
 * @param add adds the rows after {@code :position} up to {@code :reach} to the sums
 * @param compare takes {@code :position}, {@code :after} and {@code :limit}; answers as in {@link
 *     PagedCheck}
 * @param stride how far the position moves in one step
 * @param start sorts before every total
 */
record SummedCheck(
    Invariant invariant,
    DatabaseClient database,
    Mono<Long> end,
    String add,
    String compare,
    long stride,
    String start)
    implements InvariantCheck {

  private static final int TOTALS_A_STEP = 200;

  @Override
  public Mono<Step> step(String cursor) {
    var at = cursor.indexOf('|');
    var position = at < 0 ? 0 : Long.parseLong(cursor.substring(0, at));
    var after = at < 0 ? start : cursor.substring(at + 1);
    return end.flatMap(end -> {
      var reach = Math.min(end, position + stride);
      return reach <= position
          ? compare(position, after)
          : add(position, reach).then(reach < end ? moved(reach, after) : compare(reach, after));
    });
  }

  private Mono<Void> add(long position, long reach) {
    return database.sql(add).bind("position", position).bind("reach", reach).then();
  }

  private static Mono<Step> moved(long reach, String after) {
    return Mono.just(new Step(reach + "|" + after, false, 0, List.of()));
  }

  private Mono<Step> compare(long position, String after) {
    return database
        .sql(compare)
        .bind("position", position)
        .bind("after", after)
        .bind("limit", TOTALS_A_STEP)
        .map(row -> new Total(Columns.text(row, "next"), row.get("broken", String.class)))
        .all()
        .collectList()
        .map(totals -> {
          var endsRound = totals.size() < TOTALS_A_STEP;
          return new Step(
              position + "|" + (endsRound ? start : totals.getLast().next),
              endsRound,
              totals.size(),
              totals.stream().map(Total::broken).filter(Objects::nonNull).toList());
        });
  }

  private record Total(String next, @Nullable String broken) {}
}
