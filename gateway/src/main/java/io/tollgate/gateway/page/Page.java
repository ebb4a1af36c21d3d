package io.tollgate.gateway.page;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param next where to read on; on the last page it is where later items will appear, so that a
 *     puller can keep it. Null only when nothing was ever read
 * @param hasMore whether reading on finds something now
 */
public record Page<T>(List<T> items, @Nullable String next, boolean hasMore) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of rows that were fetched with {@link PageQuery#fetchLimit()}, one more than asked for.
   */
  public static <T> Page<T> of(List<T> fetched, PageQuery query, ToLongFunction<T> position) {
    var hasMore = fetched.size() > query.limit();
    var items = hasMore ? fetched.subList(0, query.limit()) : fetched;
    var next =
        items.isEmpty() ? query.cursor() : Cursor.after(position.applyAsLong(items.getLast()));
    return new Page<>(items, next, hasMore);
  }

  /** The same page with each item in another form. */
  public <R> Page<R> map(Function<? super T, ? extends R> form) {
    return new Page<>(items.stream().<R>map(form).toList(), next, hasMore);
  }
}
