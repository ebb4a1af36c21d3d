package io.tollgate.metering.isv;

import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Stands in where nothing carries announcements: caches then live by their age alone. */
@Configuration(proxyBeanMethods = false)
class UnheardFacts {

  @Bean
  @Fallback
  FactsChanged unheard() {
    return new FactsChanged() {
      @Override
      public Mono<Void> publish(FactsChange change) {
        return Mono.empty();
      }

      @Override
      public Flux<FactsChange> changes() {
        return Flux.never();
      }
    };
  }
}
