package io.tollgate.metering.quota.redis;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.redis.RedisCommands;
import java.time.Duration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.util.retry.Retry;

/** The adapter with the connection it runs on in the product. */
final class RedisReservations implements AutoCloseable {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  private RedisReservations(LettuceConnectionFactory factory) {
    context.registerBean(LettuceConnectionFactory.class, () -> factory);
    context.scan("io.tollgate.metering.redis");
    context.register(RedisQuotaReservations.class);
    context.refresh();
    commands().ping().retryWhen(Retry.fixedDelay(50, Duration.ofMillis(100))).block();
  }

  static RedisReservations on(RedisStandaloneConfiguration address) {
    return new RedisReservations(new LettuceConnectionFactory(address));
  }

  static RedisReservations on(RedisClusterConfiguration address) {
    return new RedisReservations(new LettuceConnectionFactory(address));
  }

  QuotaReservations reservations() {
    return context.getBean(QuotaReservations.class);
  }

  RedisCommands commands() {
    return context.getBean(RedisCommands.class);
  }

  @Override
  public void close() {
    context.close();
  }
}
