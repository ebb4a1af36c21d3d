package io.tollgate.loadtest.puller;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.platform.BillingFace;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Pulls the feed of aggregates closing by closing, and keeps only what it has proven.
 *
 * <p>The folder holds {@code aggregates.ndjson}, each aggregate once, in the feed's order, as
 * canonical JSON, and {@code cursor.json}. A puller that is killed goes on behind the last proven
 * closing: what it had written beyond is cut off first, so that nothing is there twice.
 */
public final class BillingPuller {

  /** The feed is not what the gateway's closings say; what was proven before is untouched. */
  public static final class ChainBroken extends RuntimeException {
    ChainBroken(String difference) {
      super(difference);
    }
  }

  private static final int BUFFER_SIZE_BYTES = 1 << 16;

  private final BillingFace billing;
  private final Path output;
  private final Path cursorFile;
  private final int pageSize;

  public BillingPuller(BillingFace billing, Path folder, int pageSize) throws IOException {
    this.billing = billing;
    this.output = folder.resolve("aggregates.ndjson");
    this.cursorFile = folder.resolve("cursor.json");
    this.pageSize = pageSize;
    Files.createDirectories(folder);
  }

  /** Pulls all closings that there are, and returns where the puller then stands. */
  public PullState pull() throws IOException {
    var state = PullState.load(cursorFile);
    try (var channel =
        FileChannel.open(output, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(state.outputBytes());
      channel.position(state.outputBytes());
      return pullInto(channel, state);
    }
  }

  private PullState pullInto(FileChannel channel, PullState beginning) throws IOException {
    var closings = new FeedReader(billing, "closings", beginning.closingsCursor(), pageSize);
    var aggregates = new FeedReader(billing, "aggregates", beginning.aggregatesCursor(), pageSize);
    skip(closings, beginning.closingsDone());
    var state = beginning;
    for (var item = closings.peek(); item != null; item = closings.peek()) {
      var closing = Closing.of(item);
      closings.take();
      var last = pullClosing(channel, closing, aggregates, state);
      channel.force(false);
      state = new PullState(
          closings.cursor(),
          closings.given(),
          aggregates.cursor(),
          last,
          closing.sha256(),
          state.aggregates() + closing.aggregates(),
          channel.position());
      state.save(cursorFile);
    }
    return state;
  }

  private static void skip(FeedReader reader, int count) throws IOException {
    for (var i = 0; i < count && reader.peek() != null; i++) {
      reader.take();
    }
  }

  /** Returns the sequence of the last aggregate that is kept now. */
  private static long pullClosing(
      FileChannel channel, Closing closing, FeedReader aggregates, PullState state)
      throws IOException {
    var proof = new ClosingProof(state.sha256());
    var last = Math.max(state.lastSequence(), closing.lastSequence());
    var lines = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_SIZE_BYTES);
    for (var item = aggregates.peek(); item != null; item = aggregates.peek()) {
      var sequence = Long.parseLong(item.path("sequence").asString());
      if (sequence > last) {
        break;
      }
      if (sequence > state.lastSequence()) {
        writeLine(lines, proof.add(item));
      }
      aggregates.take();
    }
    lines.flush();
    proof.difference(closing).ifPresent(difference -> {
      throw new ChainBroken(difference);
    });
    return last;
  }

  private static void writeLine(OutputStream lines, String line) throws IOException {
    lines.write(line.getBytes(UTF_8));
    lines.write('\n');
  }
}
