package io.tollgate.metering.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The one connection to Redis: made at the first call, and again after a failed try.
 *
 * <p>Lettuce reconnects by itself once connected; while it does, commands are refused rather than
 * queued (see {@link RedisClientSettings}), because a caller would rather go on without.
 */
@Component
class RedisConnection implements SmartLifecycle {

  /** Callers wait no longer for a first connection; the try itself goes on behind them. */
  private static final Duration CONNECT_PATIENCE = Duration.ofMillis(300);

  private final LettuceConnectionFactory factory;
  private final AtomicReference<@Nullable Mono<StatefulConnection<String, String>>> current =
      new AtomicReference<>();
  /** Of the connection, once it is there: asked for some ten thousand times a second. */
  private volatile @Nullable Mono<RedisClusterAsyncCommands<String, String>> ready;

  private volatile boolean running;

  RedisConnection(LettuceConnectionFactory factory) {
    this.factory = factory;
  }

  /** Begins to connect, so that the first caller finds it done. */
  @Override
  public void start() {
    running = true;
    connected().onErrorComplete().subscribe();
  }

  boolean isCluster() {
    return factory.isClusterAware();
  }

  Mono<RedisClusterAsyncCommands<String, String>> commands() {
    var known = ready;
    return known != null ? known : connected().map(RedisConnection::commandsOf);
  }

  private Mono<StatefulConnection<String, String>> connected() {
    var known = current.get();
    if (known != null) {
      return known;
    }
    var attempt = Mono.defer(this::connect)
        .doOnNext(this::keep)
        .doOnError(e -> current.set(null))
        .cache()
        .timeout(CONNECT_PATIENCE);
    return current.compareAndSet(null, attempt) ? attempt : connected();
  }

  private void keep(StatefulConnection<String, String> connection) {
    if (running) {
      ready = Mono.just(commandsOf(connection));
    }
  }

  private Mono<StatefulConnection<String, String>> connect() {
    return Mono.fromCompletionStage(() -> open(factory.getRequiredNativeClient()));
  }

  private CompletionStage<? extends StatefulConnection<String, String>> open(
      AbstractRedisClient client) {
    return switch (client) {
      // Connecting asynchronously, it does not ask for the cluster's layout by itself.
      case RedisClusterClient cluster ->
        cluster
            .refreshPartitionsAsync()
            .thenCompose(known -> cluster.connectAsync(StringCodec.UTF8));
      case RedisClient single -> single.connectAsync(StringCodec.UTF8, RedisAddress.of(factory));
      default -> throw new IllegalStateException("Unknown Redis client " + client.getClass());
    };
  }

  private static RedisClusterAsyncCommands<String, String> commandsOf(
      StatefulConnection<String, String> connection) {
    return switch (connection) {
      case StatefulRedisClusterConnection<String, String> cluster -> cluster.async();
      case StatefulRedisConnection<String, String> single -> single.async();
      default -> throw new IllegalStateException("Unknown connection " + connection.getClass());
    };
  }

  /** A connection does not outlive the client that made it, which the factory replaces. */
  @Override
  public void stop() {
    running = false;
    ready = null;
    var known = current.getAndSet(null);
    if (known != null) {
      known.onErrorComplete().subscribe(StatefulConnection::close);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** After the factory, before whatever uses it; and stopped the other way round. */
  @Override
  public int getPhase() {
    return factory.getPhase() + 1;
  }
}
