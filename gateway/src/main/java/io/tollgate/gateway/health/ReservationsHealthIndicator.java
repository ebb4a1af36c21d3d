package io.tollgate.gateway.health;

import io.tollgate.metering.redis.RedisCommands;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Redis away is not down: pushes are accepted and durable, drawn from the ledger, and only products
 * that reject what is over quota answer 503. A router should go on sending, and a person should look.
 */
@Component("reservationsHealthIndicator")
final class ReservationsHealthIndicator implements ReactiveHealthIndicator {

  private static final Status DEGRADED =
      new Status("DEGRADED", "Redis is away: quotas are drawn from the ledger, REJECT answers 503");

  private final RedisCommands redis;

  ReservationsHealthIndicator(RedisCommands redis) {
    this.redis = redis;
  }

  @Override
  public Mono<Health> health() {
    return redis
        .ping()
        .map(pong -> Health.up().build())
        .onErrorResume(away -> Mono.just(Health.status(DEGRADED).build()));
  }
}
