package io.tollgate.metering.account;

import java.util.Collection;
import reactor.core.publisher.Mono;

/**
 * The lock that comes first. Whoever changes an order, more than one thing of a customer, or its
 * money because of one of them, takes the customer's lock before any other, so that no two wait for
 * each other; the README tells the whole order. All calls join the caller's transaction and hold
 * until it ends. Of what does not exist they lock nothing.
 */
public interface CustomerLock {

  /** Whose order it is. */
  Mono<Void> ofOrder(long orderNo);

  /** The same by the order's id. */
  Mono<Void> ofOrder(String orderId);

  /** Whose instance it is. */
  Mono<Void> ofInstance(long instanceNo);

  /** Whose instances these are, in the order of the customers' numbers. */
  Mono<Void> ofInstances(Collection<String> instanceIds);

  /** Whose billing item it is. */
  Mono<Void> ofSlot(long slotNo);
}
