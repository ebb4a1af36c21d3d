package io.tollgate.metering.instance;

import io.tollgate.rules.instance.InstanceState;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where instances are kept. All calls join the caller's transaction. */
public interface InstanceStore {

  /** The instance, locked until the transaction ends; empty when there is none. */
  Mono<Instance> lock(long instanceNo);

  /** Those of these instances that there are, locked in the order of their numbers. */
  Flux<Instance> lock(Collection<Long> instanceNos);

  /** The same by the ISV's name for it. */
  Mono<Instance> lock(String instanceId);

  /** All instances that the order brought, locked in the order of their numbers. */
  Flux<Instance> lockOfOrder(long orderNo);

  /** The pay-per-use instances of a customer's billing item that are live, locked in order. */
  Flux<Instance> lockMetered(int customerNo, int itemNo);

  /** All live pay-per-use instances of a customer, locked in order. */
  Flux<Instance> lockMetered(int customerNo);

  /**
   * When the retention of a customer in arrears ends; empty when it is not in retention. That stays
   * so until the transaction ends.
   */
  Mono<Instant> retentionEnd(int customerNo);

  /** Adds an instance that is to be provisioned; emits its number. */
  Mono<Long> add(NewInstance instance);

  /** Gives the instance the ISV's name for it; false when another instance has that name. */
  Mono<Boolean> name(long instanceNo, String instanceId);

  /**
   * Writes changes of state down; each version grows by one. Of what was in service before, it also
   * sets when it will be released as things stand, from the timers that wait.
   */
  Mono<Void> update(List<NewState> states, Instant at);

  /** Sets the beginning and the end of service. */
  Mono<Void> start(long instanceNo, Instant activatedAt, @Nullable Instant expireTime);

  /** Moves the end of service, for so many more periods. */
  Mono<Void> prolong(long instanceNo, int periods, Instant expireTime);

  /** Makes a trial formal, its time counted from {@code from}. */
  Mono<Void> makeFormal(long instanceNo, Instant from, int periods, Instant expireTime);

  /** Gives the instance another specification or quantity. */
  Mono<Void> become(long instanceNo, int skuNo, int quantity);

  /** Appends to the feed of changes, in order; holds its end until the commit, so it comes last. */
  Mono<Void> append(List<StateChange> changes, Instant at);

  /** An instance that was ordered. */
  record NewInstance(
      @Nullable String instanceId,
      InstanceKind kind,
      int isvNo,
      int customerNo,
      int productNo,
      int skuNo,
      String productId,
      long orderNo,
      String orderLineId,
      String businessId,
      Instant at) {}

  /** What an instance, as it was before, is to become. */
  record NewState(Instance before, InstanceState after) {}

  /** One change of one instance. */
  record StateChange(
      long instanceNo,
      long version,
      InstanceState from,
      InstanceState to,
      String reason,
      @Nullable Long deliveryNo) {}
}
