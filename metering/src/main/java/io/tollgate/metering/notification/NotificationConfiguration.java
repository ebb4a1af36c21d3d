package io.tollgate.metering.notification;

import io.tollgate.metering.work.RoundWorker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {

  @Bean
  RoundWorker notificationWorker(NotificationRounds rounds) {
    return new RoundWorker(rounds);
  }
}
