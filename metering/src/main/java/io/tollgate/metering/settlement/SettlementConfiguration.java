package io.tollgate.metering.settlement;

import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.collection.CollectionLog;
import io.tollgate.metering.timer.Timers;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SettlementProperties.class)
class SettlementConfiguration {

  @Bean
  SettlementTimer settlementTimer(
      Settlement settlement,
      SettlementProperties properties,
      CollectionLog schedule,
      Timers timers,
      TransactionalOperator transaction,
      BusinessClock clock) {
    return new SettlementTimer(
        settlement,
        WorkingCalendar.of(properties.calendar()),
        schedule,
        timers,
        transaction,
        clock);
  }
}
