package io.tollgate.loadtest.bench;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run while it goes on; lives on the driver's thread. */
final class Sending {

  /** Netty's selector spins instead of sleeping when the next task is nearer than a millisecond. */
  private static final long TICK_MICROS = 1_000;

  private static final int SHOWN_CHARACTERS = 120;

  private final List<byte[]> requests;
  private final String hoped;
  private final @Nullable Schedule schedule;
  private final long givenUpAfterNanos;
  private final Run run;
  private final CompletableFuture<Run> done = new CompletableFuture<>();
  private final IdentityHashMap<Channel, Integer> inFlight = new IdentityHashMap<>();
  private final Deque<Channel> idle = new ArrayDeque<>();
  private long begunNanos;
  private int next;
  private int settled;

  private Sending(
      List<byte[]> requests, String hoped, @Nullable Schedule schedule, long givenUpAfterNanos) {
    this.requests = requests;
    this.hoped = hoped;
    this.schedule = schedule;
    this.givenUpAfterNanos = givenUpAfterNanos;
    this.run = new Run(requests.size());
  }

  static Sending nothing() {
    return flatOut(List.of(), "");
  }

  /**
   * @param hoped what the body of a good answer holds
   */
  static Sending flatOut(List<byte[]> requests, String hoped) {
    return new Sending(requests, hoped, null, Long.MAX_VALUE);
  }

  static Sending open(
      List<byte[]> requests, String hoped, Schedule schedule, long givenUpAfterNanos) {
    var due = Math.min(requests.size(), schedule.requests());
    return new Sending(requests.subList(0, due), hoped, schedule, givenUpAfterNanos);
  }

  CompletableFuture<Run> done() {
    return done;
  }

  void begin(List<Channel> connections) {
    begunNanos = System.nanoTime();
    idle.addAll(connections);
    if (requests.isEmpty() || connections.isEmpty()) {
      abandonRest("no connection left");
    } else if (schedule == null) {
      sendWhatIsDue();
    } else {
      tick(connections.getFirst().eventLoop());
    }
  }

  private void tick(EventExecutor thread) {
    sendWhatIsDue();
    if (next < requests.size()) {
      var _ = thread.schedule(() -> tick(thread), TICK_MICROS, TimeUnit.MICROSECONDS);
    }
  }

  private void sendWhatIsDue() {
    var now = sinceBegin();
    while (next < requests.size()) {
      var due = schedule == null ? now : schedule.dueNanos(next);
      if (due > now) {
        return;
      }
      if (!idle.isEmpty()) {
        send(idle.remove(), due);
      } else if (now - due > givenUpAfterNanos) {
        next++;
        run.other("never sent: no connection was free in time", 1, now);
        settle(1);
      } else {
        return;
      }
    }
  }

  private void send(Channel channel, long due) {
    run.due(next, due);
    inFlight.put(channel, next);
    var _ =
        channel.writeAndFlush(Unpooled.wrappedBuffer(requests.get(next++)), channel.voidPromise());
  }

  void answered(Channel channel, ReplyReader.Reply reply) {
    var number = inFlight.remove(channel);
    if (number == null) {
      return;
    }
    if (reply.body().contains(hoped)) {
      run.answered(number, sinceBegin());
    } else if (reply.isTurnedAway()) {
      run.turnedAway(reply.tellsWhen(), sinceBegin());
    } else {
      run.other(seen(reply), 1, sinceBegin());
    }
    idle.add(channel);
    settle(1);
    sendWhatIsDue();
  }

  private static String seen(ReplyReader.Reply reply) {
    var body = reply.body();
    return reply.status() + " " + body.substring(0, Math.min(body.length(), SHOWN_CHARACTERS));
  }

  /** The connection is gone, and with it the answer that was to come over it. */
  void lost(Channel channel, String why) {
    idle.remove(channel);
    if (inFlight.remove(channel) != null) {
      run.other(why, 1, sinceBegin());
      settle(1);
    }
    if (idle.isEmpty() && inFlight.isEmpty()) {
      abandonRest("no connection left");
    }
  }

  private void abandonRest(String why) {
    var rest = requests.size() - next;
    if (rest > 0) {
      run.other(why, rest, sinceBegin());
      next = requests.size();
    }
    settle(rest);
  }

  private void settle(int count) {
    settled += count;
    if (settled >= requests.size()) {
      done.complete(run);
    }
  }

  private long sinceBegin() {
    return System.nanoTime() - begunNanos;
  }
}
