package io.tollgate.metering.usage;

import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Where the facts of instances and slots come from. Thread-safe. */
public interface Facts {

  /** By instance id; an id that names no instance is absent from the map. */
  Mono<Map<String, InstanceFacts>> instances(Collection<String> instanceIds);

  /** By customer and item; every key asked for is in the map. */
  Mono<Map<SlotKey, SlotFacts>> slots(Collection<SlotKey> keys);

  /** One customer's billing item. */
  record SlotKey(int customerNo, int itemNo) {}
}
