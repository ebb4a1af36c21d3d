package io.tollgate.metering.collection;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.timer.Timers;
import io.tollgate.rules.usage.Cycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

@Configuration(proxyBeanMethods = false)
class CollectionConfiguration {

  @Bean
  CollectionTimer hourlyCollection(
      CycleCollection collection,
      CollectionLog collections,
      Timers timers,
      TransactionalOperator transaction,
      BusinessClock clock) {
    return new CollectionTimer(Cycle.HOURLY, collection, collections, timers, transaction, clock);
  }

  @Bean
  CollectionTimer dailyCollection(
      CycleCollection collection,
      CollectionLog collections,
      Timers timers,
      TransactionalOperator transaction,
      BusinessClock clock) {
    return new CollectionTimer(Cycle.DAILY, collection, collections, timers, transaction, clock);
  }
}
