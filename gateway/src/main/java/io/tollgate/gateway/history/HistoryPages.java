package io.tollgate.gateway.history;

import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.usage.history.HistoricRecord;
import io.tollgate.metering.usage.history.HistoricRecord.Position;
import io.tollgate.metering.usage.history.RecordState;
import io.tollgate.metering.usage.history.UsageHistory;
import io.tollgate.metering.usage.history.UsageHistory.Filter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Pages through the history. Its cursors hold two numbers, because accepted and refused records are
 * numbered apart.
 */
@Component
public final class HistoryPages {

  private static final byte VERSION = 2;
  private static final int CURSOR_SIZE_BYTES = 1 + 2 * Long.BYTES;

  private final UsageHistory history;

  HistoryPages(UsageHistory history) {
    this.history = history;
  }

  /**
   * One page.
   *
   * @param state a name of {@link RecordState}, or null for any
   * @param cursor the next of an earlier page, or null for the beginning
   */
  public Mono<Page<UsageRecordView>> read(
      @Nullable Integer isvNo,
      @Nullable String instanceId,
      @Nullable String state,
      @Nullable String cursor,
      int limit) {
    var filter = new Filter(isvNo, instanceId, stateOf(state));
    return history
        .read(filter, positionOf(cursor), limit + 1)
        .map(fetched -> page(fetched, cursor, limit));
  }

  private static Page<UsageRecordView> page(
      List<HistoricRecord> fetched, @Nullable String cursor, int limit) {
    var hasMore = fetched.size() > limit;
    var shown = hasMore ? fetched.subList(0, limit) : fetched;
    var next = shown.isEmpty() ? cursor : cursorAfter(shown.getLast().position());
    return new Page<>(shown.stream().map(UsageRecordView::of).toList(), next, hasMore);
  }

  private static @Nullable RecordState stateOf(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    return Arrays.stream(RecordState.values())
        .filter(state -> state.name().equals(text))
        .findFirst()
        .orElseThrow(() -> Problem.invalid(
                "state", "state: " + text + " (expected: ACCEPTED, COLLECTED or REFUSED)")
            .asException());
  }

  private static String cursorAfter(Position position) {
    var bytes = ByteBuffer.allocate(CURSOR_SIZE_BYTES)
        .put(VERSION)
        .putLong(position.recordNo())
        .putLong(position.refusedNo())
        .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Position positionOf(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return Position.START;
    }
    try {
      var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == CURSOR_SIZE_BYTES && bytes.get() == VERSION) {
        return new Position(bytes.getLong(), bytes.getLong());
      }
    } catch (IllegalArgumentException notBase64) {
      // Falls through to the same answer: it is not a cursor of ours.
    }
    throw Problem.invalid(
            "after", "after: " + cursor + " (expected: a next from an earlier page, or nothing)")
        .asException();
  }
}
