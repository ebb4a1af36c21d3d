package io.tollgate.metering.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Fail fast and bounded: no command waits in a queue for a server that is away. */
@Configuration(proxyBeanMethods = false)
class RedisClientSettings {

  /** Commands in flight on the connection; past it callers are refused instead of queued. */
  private static final int REQUEST_QUEUE_SIZE = 65_536;

  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return (ClientOptions.Builder options) -> options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(REQUEST_QUEUE_SIZE)
        .socketOptions(SocketOptions.builder()
            .connectTimeout(Duration.ofSeconds(1))
            .keepAlive(true)
            .build())
        .timeoutOptions(TimeoutOptions.enabled(RedisCommands.TIMEOUT));
  }
}
