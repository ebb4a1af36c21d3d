package io.tollgate.metering.dial;

import io.tollgate.metering.work.RoundWorker;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DialConfiguration {

  @Bean
  RoundWorker dialTestWorker(DialTestRounds rounds) {
    return new RoundWorker(rounds);
  }
}
