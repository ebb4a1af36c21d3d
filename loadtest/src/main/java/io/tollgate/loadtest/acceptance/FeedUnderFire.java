package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import io.tollgate.loadtest.puller.BillingPuller;
import io.tollgate.loadtest.puller.BillingPuller.ChainBroken;
import io.tollgate.loadtest.puller.PullState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Workers push and cycles close, while a puller with small pages is cut off again and again and
 * goes on at its cursor. What it kept is, byte for byte, what an undisturbed pull finds later.
 */
public final class FeedUnderFire implements Trial {

  public static final String USAGE = """
      feed   pulls the feed while it is written, cut off again and again: all of it, once
      """ + Playground.Settings.USAGE.formatted("feed") + """
        --collections=N         how often a cycle closes meanwhile (default 24)
        --page=N                items a page of the puller that is cut off (default 7)
        --seed=N                of the moments at which it is cut off (default 1)
      """;

  private static final Duration AGE = Duration.ofDays(1);
  private static final Duration BETWEEN_COLLECTIONS = Duration.ofHours(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(60);
  private static final int MEMBERS = 10;
  private static final int WORKERS = 4;
  private static final int RECORDS = 10;
  private static final int LARGE_PAGE = 1_000;
  private static final int CUT_WITHIN_MILLIS = 400;

  private final int collections;
  private final int pageSize;
  private final int seed;

  FeedUnderFire(int collections, int pageSize, int seed) {
    this.collections = collections;
    this.pageSize = pageSize;
    this.seed = seed;
  }

  public static int run(Options options, PrintStream out, PrintStream problems) {
    var settings = Playground.Settings.of(options, "feed");
    var trial = new FeedUnderFire(
        options.number("collections", 24, 1, 400),
        options.number("page", 7, 1, 1_000),
        options.number("seed", 1, 0, Integer.MAX_VALUE));
    options.rejectUnknown();
    return Trial.perform(settings, trial, out, problems);
  }

  @Override
  public void run(Playground playground, PrintStream out) throws IOException, InterruptedException {
    var size = new Fleet.Size(MEMBERS, "90000000");
    try (var fleet = Fleet.prepare(
        playground.operator(), playground.http(), playground.gateway().address(), "feed", size)) {
      var now = BusinessTime.advance(playground.operator(), AGE);
      var source = new UsageSource(fleet.members(), now, true);
      var disturbed = playground.home().resolve("pulled-under-fire");
      var cuts = pullWhileWritten(playground, fleet, source, disturbed);

      BusinessTime.advance(playground.operator(), BETWEEN_COLLECTIONS);
      var state = pull(playground, disturbed, pageSize);
      var later = playground.home().resolve("pulled-later");
      pull(playground, later, LARGE_PAGE);
      var difference = Files.mismatch(output(disturbed), output(later));
      if (difference >= 0) {
        throw new GatewayFailure("the two pulls differ at byte %d of %s and %s"
            .formatted(difference, output(disturbed), output(later)));
      }
      out.printf(
          "feed: %,d aggregates in %d closings, puller cut off %d times; all there, once, in one"
              + " order; chain proven; an undisturbed pull gives the same %,d bytes%n",
          state.aggregates(), collections + 1, cuts, state.outputBytes());
    }
  }

  /** Returns how often the puller was cut off. */
  private int pullWhileWritten(Playground playground, Fleet fleet, UsageSource source, Path folder)
      throws IOException, InterruptedException {
    var random = new Random(seed);
    var cuts = 0;
    try (var load =
        RetryingLoad.start(fleet, source, new Ledger(), WORKERS, RECORDS, GIVE_UP_AFTER)) {
      for (var collection = 0; collection < collections; collection++) {
        var broken = new AtomicReference<@Nullable String>();
        var puller = Thread.ofPlatform().start(() -> pullUntilCut(playground, folder, broken));
        BusinessTime.advance(playground.operator(), BETWEEN_COLLECTIONS);
        Thread.sleep(random.nextInt(CUT_WITHIN_MILLIS));
        puller.interrupt();
        puller.join();
        cuts++;
        var problem = broken.get();
        if (problem != null) {
          throw new GatewayFailure("the chain broke while the feed was written: " + problem);
        }
      }
      load.finish();
    }
    return cuts;
  }

  /** An interrupt ends it in the middle of whatever it reads or writes. */
  private void pullUntilCut(
      Playground playground, Path folder, AtomicReference<@Nullable String> broken) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        new BillingPuller(playground.billing(), folder, pageSize).pull();
      }
    } catch (ChainBroken e) {
      broken.set(e.getMessage());
    } catch (IOException cutOff) {
      // What the trial is about: the next puller goes on at the cursor.
    }
  }

  private static PullState pull(Playground playground, Path folder, int pageSize)
      throws IOException {
    try {
      return new BillingPuller(playground.billing(), folder, pageSize).pull();
    } catch (ChainBroken e) {
      throw new GatewayFailure(e.getMessage() == null ? "the chain is broken" : e.getMessage());
    }
  }

  private static Path output(Path folder) {
    return folder.resolve("aggregates.ndjson");
  }
}
