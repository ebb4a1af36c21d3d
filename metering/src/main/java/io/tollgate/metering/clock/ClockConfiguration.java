package io.tollgate.metering.clock;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Chooses the clock. The {@link Clock} bean is the system's, for freshness and timeouts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClockProperties.class)
class ClockConfiguration {

  private static final Duration FIRST_READ_TIMEOUT = Duration.ofSeconds(30);

  @Bean
  Clock systemClock() {
    return Clock.systemUTC();
  }

  @Bean
  @ConditionalOnProperty(name = "tollgate.clock", havingValue = "system", matchIfMissing = true)
  BusinessClock systemBusinessClock(Clock systemClock, ClockProperties properties) {
    return new SystemBusinessClock(systemClock, properties.zone());
  }

  /** The one read that waits: nothing may ask for the time before the clock knows it. */
  @Bean
  @DependsOnDatabaseInitialization
  @ConditionalOnProperty(name = "tollgate.clock", havingValue = "test")
  TestBusinessClock testBusinessClock(
      ClockStore store,
      Clock systemClock,
      ClockProperties properties,
      ObjectProvider<DueWork> dueWork) {
    var present = systemClock.instant().truncatedTo(SECONDS);
    var first = properties.clockStart() == null ? present : properties.clockStart();
    var start = store.read(first).block(FIRST_READ_TIMEOUT);
    if (start == null) {
      throw new IllegalStateException("business_clock: no row (expected: the kept test clock)");
    }
    return new TestBusinessClock(
        store, properties.zone(), start, () -> dueWork.orderedStream().toList());
  }
}
