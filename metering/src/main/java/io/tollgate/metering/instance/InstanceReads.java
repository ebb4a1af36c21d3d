package io.tollgate.metering.instance;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Shows instances. */
public interface InstanceReads {

  /** The instance with what it may draw and what it has used; empty when there is none. */
  Mono<InstanceView> find(String instanceId);

  /** The number behind an id; empty when there is none. */
  Mono<Long> numberOf(String instanceId);

  /** Instances in the order of their numbers, without quotas and usage. */
  Mono<List<InstanceView>> list(Filter filter, long after, int limit);

  /** The changes of an instance in order, from the version after {@code after}. */
  Mono<List<TimelineEntry>> timeline(long instanceNo, long after, int limit);

  /** What is asked for; null asks for all. */
  record Filter(
      @Nullable String isvId,
      @Nullable String customerId,
      @Nullable String state) {}

  /** One change. */
  record TimelineEntry(
      Instant at,
      long version,
      String from,
      String to,
      List<String> freezeReasons,
      String cause,
      @Nullable String deliveryId) {}
}
