package io.tollgate.metering.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Fail fast and bounded: no command waits in a queue for a server that is away. Commands that are
 * sent at about the same time leave in one write, which is most of what a small command costs.
 */
@Configuration(proxyBeanMethods = false)
class RedisClientSettings {

  /** Commands in flight on the connection; past it callers are refused instead of queued. */
  private static final int REQUEST_QUEUE_SIZE = 65_536;

  /** Commands that may leave in one write, at about 200 bytes each. */
  private static final int COMMANDS_A_WRITE = 256;

  @Bean
  ClientResourcesBuilderCustomizer writeTogether() {
    return resources -> resources.nettyCustomizer(new NettyCustomizer() {
      @Override
      public void afterChannelInitialized(Channel channel) {
        channel.pipeline().addFirst(new FlushConsolidationHandler(COMMANDS_A_WRITE, true));
      }
    });
  }

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
