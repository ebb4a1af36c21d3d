package io.tollgate.metering.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param inFlight most calls this node has under way
 * @param perTarget most of them to one ISV
 * @param unansweredBeforeCaution calls in a row an ISV may leave unanswered before it is asked one
 *     call at a time
 * @param pollInterval how late a call leaves at most when nobody woke the worker
 * @param lease how long a taken call is this node's; a call of a node that died is free after it.
 *     Longer than {@code callTimeout}
 * @param callTimeout after which a call that has not ended by itself is given up
 */
@ConfigurationProperties("tollgate.delivery")
record DeliveryProperties(
    @DefaultValue("64") int inFlight,
    @DefaultValue("8") int perTarget,
    @DefaultValue("5") int unansweredBeforeCaution,
    @DefaultValue("500ms") Duration pollInterval,
    @DefaultValue("30s") Duration lease,
    @DefaultValue("15s") Duration callTimeout) {

  DeliveryProperties {
    if (lease.compareTo(callTimeout) <= 0) {
      throw new IllegalArgumentException("tollgate.delivery.lease: " + lease
          + " (expected: longer than tollgate.delivery.call-timeout, " + callTimeout + ")");
    }
  }
}
