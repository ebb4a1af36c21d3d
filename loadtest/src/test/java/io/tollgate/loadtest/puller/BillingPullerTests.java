package io.tollgate.loadtest.puller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.platform.BillingFace;
import io.tollgate.loadtest.puller.BillingPuller.ChainBroken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillingPullerTests {

  @TempDir
  private Path folder;

  private final Http http = Http.plain(Duration.ofSeconds(2));
  private FeedStub feed;

  @BeforeEach
  void start() throws IOException {
    feed = new FeedStub();
  }

  @AfterEach
  void stop() {
    feed.close();
    http.close();
  }

  @Test
  void keepsEveryAggregateOnceInTheFeedsOrder() throws Exception {
    feed.close(5);
    feed.close(0);
    feed.close(3);

    var state = puller().pull();

    assertThat(state.aggregates()).isEqualTo(8);
    assertThat(pulled()).isEqualTo(feed.lines());
  }

  @Test
  void goesOnWhereItStoodWhateverTheMomentItFailed() throws Exception {
    feed.close(5);
    feed.close(7);
    feed.close(0);
    feed.close(4);

    for (var pages = 0; pages < 7; pages++) {
      feed.close(20);
      feed.failAfter(pages);
      assertThatThrownBy(() -> puller().pull()).isInstanceOf(IOException.class);
      Files.writeString(
          folder.resolve("aggregates.ndjson"), "torn line", StandardOpenOption.APPEND);
      feed.recover();
    }
    puller().pull();

    assertThat(pulled()).isEqualTo(feed.lines());
  }

  @Test
  void pullsNothingTwiceWhenNothingIsNew() throws Exception {
    feed.close(4);

    var first = puller().pull();
    var second = puller().pull();

    assertThat(second).isEqualTo(first);
    assertThat(pulled()).hasSize(4);
  }

  @Test
  void refusesAFeedThatTheChainDoesNotProve() throws Exception {
    feed.close(3);
    puller().pull();
    feed.close(4);
    feed.falsify(6);

    assertThatThrownBy(() -> puller().pull())
        .isInstanceOf(ChainBroken.class)
        .hasMessageContaining("closing 2: sha256");
    assertThat(PullState.load(folder.resolve("cursor.json")).aggregates()).isEqualTo(3);
  }

  private BillingPuller puller() throws IOException {
    return new BillingPuller(new BillingFace(http, feed.address(), "token"), folder, 3);
  }

  private List<String> pulled() throws IOException {
    return Files.readAllLines(folder.resolve("aggregates.ndjson"));
  }
}
