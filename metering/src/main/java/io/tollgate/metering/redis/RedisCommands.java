package io.tollgate.metering.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The few commands that the features use, over one pipelined connection.
 *
 * <p>Each call fails after {@link #TIMEOUT}, which the client itself sees to (see {@link
 * RedisClientSettings}), or at once while the connection is down: a caller that can do without Redis
 * goes on without it. Thread-safe.
 */
@Component
public class RedisCommands {

  /** Far above a healthy round trip (0.1 ms) and far below a client's patience. */
  static final Duration TIMEOUT = Duration.ofMillis(800);

  /** Keys looked at in one call: well under a millisecond of the server's time. */
  private static final int SCAN_STEP_KEYS = 1_000;

  private final RedisConnection connection;

  RedisCommands(RedisConnection connection) {
    this.connection = connection;
  }

  /** Whether a script may touch keys of one hash tag only. */
  public boolean isCluster() {
    return connection.isCluster();
  }

  /** Runs a script by its digest, and by its text where the server has not seen it yet. */
  public <T> Mono<T> run(
      RedisScript script, ScriptOutputType output, String[] keys, String[] arguments) {
    return call(commands -> commands.<T>evalsha(script.sha1(), output, keys, arguments))
        .onErrorResume(
            RedisNoScriptException.class,
            unseen -> call(commands -> commands.<T>eval(script.text(), output, keys, arguments)));
  }

  /** All fields of a hash; empty when there is none. */
  public Mono<Map<String, String>> hashEntries(String key) {
    return call(commands -> commands.hgetall(key));
  }

  /** Names of the keys that match, a step of the key space at a time; one may come twice. */
  public Flux<String> keysLike(String pattern) {
    var step = ScanArgs.Builder.matches(pattern).limit(SCAN_STEP_KEYS);
    return this.<KeyScanCursor<String>>call(commands -> commands.scan(step))
        .expand(cursor ->
            cursor.isFinished() ? Mono.empty() : call(commands -> commands.scan(cursor, step)))
        .flatMapIterable(KeyScanCursor::getKeys);
  }

  /** Claims a key for a time; false when it is taken. */
  public Mono<Boolean> claim(String key, Duration timeToLive) {
    return call(commands -> commands.set(key, "", SetArgs.Builder.nx().px(timeToLive)))
        .map("OK"::equals)
        .defaultIfEmpty(false);
  }

  /** Removes a key; false when there was none. */
  public Mono<Boolean> delete(String key) {
    return call(commands -> commands.del(key)).map(removed -> removed > 0);
  }

  /** Answers when the server does. */
  public Mono<String> ping() {
    return call(RedisClusterAsyncCommands::ping);
  }

  private <T> Mono<T> call(
      Function<RedisClusterAsyncCommands<String, String>, CompletionStage<T>> command) {
    return connection
        .commands()
        .flatMap(commands -> Mono.fromCompletionStage(() -> command.apply(commands)))
        .onErrorMap(CompletionException.class, e -> e.getCause() == null ? e : e.getCause());
  }
}
