package io.tollgate.metering.usage;

import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Instances {@code inst-1}, {@code inst-2}, … of ISV 1, each of a customer of its own number. */
final class SimulatedFacts implements Facts {

  static final Instant NOW = Instant.parse("2026-01-10T12:05:00Z");

  private static final Instant ACTIVATED = NOW.minus(Duration.ofDays(15));

  private final Map<String, InstanceFacts> instances = new LinkedHashMap<>();
  private final Map<SlotKey, SlotFacts> slots = new LinkedHashMap<>();

  void add(int number, boolean rejects, List<PackageFacts> packages) {
    var instance = instance(number, rejects);
    instances.put(instance.instanceId(), instance);
    slots.put(new SlotKey(number, 1), new SlotFacts(number, packages));
  }

  static InstanceFacts instance(int number, boolean rejects) {
    return new InstanceFacts(
        number,
        "inst-" + number,
        1,
        number,
        1,
        1,
        false,
        true,
        "ACTIVE",
        false,
        rejects,
        Cycle.HOURLY,
        ACTIVATED,
        List.of(),
        null);
  }

  static Quota quota(long quotaNo, String packageId, long units, boolean stopBeforeExcess) {
    return new Quota(
        quotaNo,
        packageId,
        new QuotaPeriod(ACTIVATED, ACTIVATED.plus(Duration.ofDays(365))),
        units,
        stopBeforeExcess,
        ACTIVATED);
  }

  @Override
  public Mono<Map<String, InstanceFacts>> instances(Collection<String> instanceIds) {
    var found = new LinkedHashMap<>(instances);
    found.keySet().retainAll(instanceIds);
    return Mono.just(found);
  }

  @Override
  public Mono<Map<SlotKey, SlotFacts>> slots(Collection<SlotKey> keys) {
    var found = new LinkedHashMap<>(slots);
    found.keySet().retainAll(keys);
    return Mono.just(found);
  }
}
