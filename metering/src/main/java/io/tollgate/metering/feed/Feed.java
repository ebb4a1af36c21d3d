package io.tollgate.metering.feed;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Items in one order that is theirs for ever.
 *
 * <p>Whoever writes an item holds the feed's end alone until the commit. A reader who has seen a
 * position has therefore seen all before it, and reading on from there misses nothing, whatever
 * commits meanwhile.
 *
 * @param <T> an item
 * @param <F> what narrows the feed down
 */
public interface Feed<T, F> {

  /** Items a stream holds in memory at a time. */
  int STREAM_BATCH_SIZE = 1_000;

  /** At most {@code limit} items after {@code position}, in order; 0 is before the first. */
  Mono<List<T>> read(F filter, long position, int limit);

  /** Where an item lies; positions of later items are greater. */
  long positionOf(T item);

  /** The position of the last item there is, whatever the filter; 0 where there is none. */
  Mono<Long> lastPosition();

  /**
   * All items after {@code position}, up to the end that is reached on the way. Reads a batch
   * whenever the last one was passed on, and holds no connection in between, so that a slow reader
   * costs neither memory nor a place in the pool.
   */
  default Flux<T> stream(F filter, long position) {
    return read(filter, position, STREAM_BATCH_SIZE)
        .expand(batch -> batch.size() < STREAM_BATCH_SIZE
            ? Mono.empty()
            : read(filter, positionOf(batch.getLast()), STREAM_BATCH_SIZE))
        .concatMapIterable(batch -> batch, 1);
  }
}
