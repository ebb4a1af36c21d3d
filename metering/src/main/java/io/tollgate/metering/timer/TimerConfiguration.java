package io.tollgate.metering.timer;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TimerProperties.class)
class TimerConfiguration {

  @Bean
  TimerWorker timerWorker(
      TimerQueue queue,
      BusinessClock clock,
      TransactionalOperator transaction,
      ObjectProvider<TimerHandler> handlers,
      TimerProperties properties,
      MeterRegistry meters) {
    return new TimerWorker(
        queue, clock, transaction, handlers.orderedStream().toList(), properties, meters);
  }

  /** Handlers schedule timers and the worker fires them: the wake closes the circle late. */
  @Bean
  TimerWake timerWake(ObjectProvider<TimerWorker> worker) {
    return () -> worker.ifAvailable(TimerWorker::wake);
  }
}
