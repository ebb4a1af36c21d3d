package io.tollgate.metering.quota.redis;

import io.lettuce.core.ScriptOutputType;
import io.tollgate.metering.redis.RedisCommands;
import io.tollgate.metering.redis.RedisScript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Lets the turns of many slots, and of many requests, share one script call.
 *
 * <p>A few calls are under way at a time. Meanwhile turns gather, and the next call takes what has
 * gathered, in the order of arrival: an idle Redis answers at once, a busy one in ever larger calls,
 * without a timer. In a cluster one call can only touch keys of one hash tag, so each tag gathers for
 * itself. When a call fails, what has gathered behind it fails with it rather than wait as long
 * again. Thread-safe.
 */
final class SharedTurns {

  /** One that Redis works on, and one on its way, so that neither side waits for the other. */
  private static final int CALLS_UNDER_WAY = 2;

  /** A millisecond or two of Redis, in which it serves nobody else. */
  private static final int ARGUMENTS_A_CALL = 6_000;

  /** At about 100 bytes each; past it a turn is refused, as by a Redis that is away. */
  private static final int WAITING_ARGUMENTS = 600_000;

  private final RedisCommands redis;
  private final RedisScript script;
  private final ConcurrentMap<Integer, Line> lines = new ConcurrentHashMap<>();

  SharedTurns(RedisCommands redis, RedisScript script) {
    this.redis = redis;
    this.script = script;
  }

  /** Takes the turn; its reply is whatever the script replies to its kind. */
  Mono<Object> take(Turn turn) {
    return Mono.defer(() -> {
      var waiting = new Waiting(turn, Sinks.one());
      var line = redis.isCluster() ? turn.tag() : 0;
      lines.computeIfAbsent(line, tag -> new Line()).join(waiting);
      return waiting.reply().asMono();
    });
  }

  /**
   * One turn of one slot.
   *
   * @param tag of its keys
   * @param arguments as the script wants them, from the kind on
   */
  record Turn(int tag, String quotaKey, String heldKey, List<String> arguments) {}

  private record Waiting(Turn turn, Sinks.One<Object> reply) {}

  /** Turns that may share a call. */
  private final class Line {

    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int queuedArguments;
    private int callsUnderWay;

    void join(Waiting waiting) {
      if (!enqueue(waiting)) {
        waiting
            .reply()
            .tryEmitError(new IllegalStateException("More turns wait for Redis than it can take"));
        return;
      }
      send();
    }

    private synchronized boolean enqueue(Waiting waiting) {
      var size = waiting.turn().arguments().size();
      if (queuedArguments + size > WAITING_ARGUMENTS) {
        return false;
      }
      queuedArguments += size;
      return queue.add(waiting);
    }

    private void send() {
      for (var together = next(); !together.isEmpty(); together = next()) {
        call(together);
      }
    }

    private synchronized List<Waiting> next() {
      if (callsUnderWay >= CALLS_UNDER_WAY || queue.isEmpty()) {
        return List.of();
      }
      callsUnderWay++;
      var together = new ArrayList<Waiting>();
      var arguments = 0;
      while (!queue.isEmpty() && (together.isEmpty() || arguments < ARGUMENTS_A_CALL)) {
        var each = queue.remove();
        together.add(each);
        arguments += each.turn().arguments().size();
      }
      queuedArguments -= arguments;
      return together;
    }

    private void call(List<Waiting> together) {
      var keys = new String[2 * together.size()];
      var arguments = new ArrayList<String>();
      for (var i = 0; i < together.size(); i++) {
        var turn = together.get(i).turn();
        keys[2 * i] = turn.quotaKey();
        keys[2 * i + 1] = turn.heldKey();
        arguments.addAll(turn.arguments());
      }
      redis
          .<List<Object>>run(script, ScriptOutputType.MULTI, keys, arguments.toArray(String[]::new))
          .subscribe(replies -> answer(together, replies), error -> fail(together, error));
    }

    private void answer(List<Waiting> together, List<Object> replies) {
      end();
      for (var i = 0; i < together.size(); i++) {
        together.get(i).reply().tryEmitValue(replies.get(i));
      }
    }

    private void fail(List<Waiting> together, Throwable error) {
      var behind = abandon();
      end();
      together.forEach(each -> each.reply().tryEmitError(error));
      behind.forEach(each -> each.reply().tryEmitError(error));
    }

    private synchronized List<Waiting> abandon() {
      var behind = List.copyOf(queue);
      queue.clear();
      queuedArguments = 0;
      return behind;
    }

    private void end() {
      synchronized (this) {
        callsUnderWay--;
      }
      send();
    }
  }
}
