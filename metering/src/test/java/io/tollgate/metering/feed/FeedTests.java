package io.tollgate.metering.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FeedTests {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int BATCH = Feed.STREAM_BATCH_SIZE;

  @Test
  void readsAheadByOneBatchAtMostHoweverSlowTheReader() {
    var feed = new Numbers(100L * BATCH);

    StepVerifier.create(feed.stream("all", 0), 1)
        .expectNext(1L)
        .then(() -> assertThat(feed.reads).isLessThanOrEqualTo(2))
        .thenRequest(BATCH)
        .expectNextCount(BATCH)
        .then(() -> assertThat(feed.reads).isLessThanOrEqualTo(3))
        .thenCancel()
        .verify(TIMEOUT);

    assertThat(feed.reads).isLessThanOrEqualTo(3);
  }

  @Test
  void streamsEverythingAfterThePositionToTheEnd() {
    var feed = new Numbers(3L * BATCH + 7);

    StepVerifier.create(feed.stream("all", 5))
        .expectNext(6L)
        .expectNextCount(3L * BATCH + 1)
        .expectComplete()
        .verify(TIMEOUT);
  }

  @Test
  void endsAtAnEmptyBatchWhereTheLastOneWasFull() {
    var feed = new Numbers(2L * BATCH);

    StepVerifier.create(feed.stream("all", 0))
        .expectNextCount(2L * BATCH)
        .expectComplete()
        .verify(TIMEOUT);
    assertThat(feed.reads).isEqualTo(3);
  }

  /** The numbers from 1 to {@code last}, each at its own position. */
  private static final class Numbers implements Feed<Long, String> {

    private final long last;
    private int reads;

    Numbers(long last) {
      this.last = last;
    }

    @Override
    public Mono<List<Long>> read(String filter, long position, int limit) {
      return Mono.fromSupplier(() -> {
        reads++;
        return LongStream.rangeClosed(position + 1, Math.min(last, position + limit))
            .boxed()
            .toList();
      });
    }

    @Override
    public long positionOf(Long item) {
      return item;
    }

    @Override
    public Mono<Long> lastPosition() {
      return Mono.just(last);
    }
  }
}
