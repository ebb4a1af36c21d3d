package io.tollgate.metering.storage;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.work.WakeLoop;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks after stored usage on every node; what is to be done is done by one of them. */
@Component
@EnableConfigurationProperties(StorageProperties.class)
final class StorageUpkeep implements SmartLifecycle {

  /** Bounds a round, so that a start after a long rest does not keep the database busy at once. */
  private static final int STEPS_A_ROUND = 100;

  private static final Logger LOG = LoggerFactory.getLogger(StorageUpkeep.class);

  private final UsageStorage storage;
  private final BusinessClock clock;
  private final StorageProperties properties;
  private @Nullable WakeLoop loop;

  StorageUpkeep(UsageStorage storage, BusinessClock clock, StorageProperties properties) {
    this.storage = storage;
    this.clock = clock;
    this.properties = properties;
  }

  /** Does what is due at business now. */
  Mono<Void> round() {
    return Mono.defer(() -> {
      var now = clock.now();
      return prepareMonths(now)
          .then(setAside(now))
          .then(dropRefused(now))
          .then(forgetIdentities(now));
    });
  }

  private Mono<Void> prepareMonths(Instant now) {
    var first = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    return Flux.range(0, properties.monthsAhead() + 1)
        .map(first::plusMonths)
        .concatMap(storage::prepare)
        .doOnNext(table -> LOG.info("Laid out {}", table))
        .then();
  }

  private Mono<Void> setAside(Instant now) {
    return storage
        .setRecordsAside(now.minus(Duration.ofDays(properties.recordDays())))
        .doOnNext(table -> LOG.info(
            "Set {} aside, older than {} days: dump it from the schema archive, then drop it",
            table,
            properties.recordDays()))
        .then();
  }

  private Mono<Void> dropRefused(Instant now) {
    return storage
        .dropRefused(now.minus(Duration.ofDays(properties.refusedDays())))
        .doOnNext(table -> LOG.info("Dropped {}", table))
        .then();
  }

  private Mono<Void> forgetIdentities(Instant now) {
    var end = now.minus(Duration.ofDays(properties.identityDays()));
    return storage
        .forgetIdentities(end)
        .repeat(STEPS_A_ROUND - 1)
        .takeUntil(forgotten -> forgotten == 0)
        .then();
  }

  @Override
  public synchronized void start() {
    loop = WakeLoop.start("storage upkeep", properties.interval(), this::round);
  }

  @Override
  public synchronized void stop() {
    if (loop != null) {
      loop.dispose();
      loop = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return loop != null;
  }
}
