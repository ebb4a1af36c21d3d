package io.tollgate.metering.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Events;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeliveryProperties.class)
class DeliveryConfiguration {

  @Bean
  DeliveryEnding deliveryEnding(
      DeliveryQueue queue,
      Events events,
      ObjectProvider<DeliveryConsequence> consequences,
      TransactionalOperator transaction,
      MeterRegistry meters) {
    return new DeliveryEnding(queue, events, byActivity(consequences), transaction, meters);
  }

  private static Map<Activity, DeliveryConsequence> byActivity(
      ObjectProvider<DeliveryConsequence> consequences) {
    var byActivity = new EnumMap<Activity, DeliveryConsequence>(Activity.class);
    consequences.forEach(consequence -> consequence.activities().forEach(activity -> {
      if (byActivity.put(activity, consequence) != null) {
        throw new IllegalStateException(
            "activity: " + activity + " has two consequences (expected: one at most)");
      }
    }));
    return byActivity;
  }

  @Bean
  DeliveryWorker deliveryWorker(
      DeliveryQueue queue,
      ProductionInterface production,
      DeliveryEnding ending,
      BusinessClock clock,
      DeliveryProperties properties,
      MeterRegistry meters) {
    return new DeliveryWorker(queue, production, ending, clock, properties, meters);
  }

  /** Consequences enqueue deliveries and the worker ends them: the wake closes the circle late. */
  @Bean
  DeliveryWake deliveryWake(ObjectProvider<DeliveryWorker> worker) {
    return () -> worker.ifAvailable(DeliveryWorker::wake);
  }
}
