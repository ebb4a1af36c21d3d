package io.tollgate.metering.usage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Facts kept in memory until a change is announced, or for {@link #MAX_AGE} at most: that is the
 * bound within which nodes agree even when an announcement is lost.
 *
 * <p>Only what exists is kept: an instance that is not there yet may be there at the next push.
 */
@Component
@Primary
final class CachingFacts implements Facts, DisposableBean {

  static final Duration MAX_AGE = Duration.ofSeconds(60);

  /** About 300 bytes an entry; past the bound the least used are loaded again when asked. */
  private static final int MAX_INSTANCES = 500_000;

  private final Facts ledger;
  private final Cache<String, InstanceFacts> instances = cache();
  private final Cache<Long, String> instanceIds = cache();
  private final Cache<SlotKey, SlotFacts> slots = cache();

  /** Counts forgettings, so that a load that began before one is not kept after it. */
  private final AtomicLong generation = new AtomicLong();

  private final Disposable listening;

  CachingFacts(@Qualifier("ledgerFacts") Facts ledger, FactsChanged changed) {
    this.ledger = ledger;
    this.listening = changed.changes().subscribe(this::forget);
  }

  @Override
  public Mono<Map<String, InstanceFacts>> instances(Collection<String> instanceIds) {
    return through(instances, instanceIds, ledger::instances)
        .doOnNext(found -> found.values().forEach(this::index));
  }

  @Override
  public Mono<Map<SlotKey, SlotFacts>> slots(Collection<SlotKey> keys) {
    return through(slots, keys, ledger::slots);
  }

  private <K, V> Mono<Map<K, V>> through(
      Cache<K, V> cache, Collection<K> keys, Function<Collection<K>, Mono<Map<K, V>>> load) {
    return Mono.defer(() -> {
      var wanted = new LinkedHashSet<>(keys);
      var known = new HashMap<>(cache.getAllPresent(wanted));
      if (known.size() == wanted.size()) {
        return Mono.just(known);
      }
      var missing = new ArrayList<>(wanted);
      missing.removeAll(known.keySet());
      var before = generation.get();
      return load.apply(missing).map(loaded -> {
        cache.putAll(loaded);
        if (generation.get() != before) {
          cache.invalidateAll(loaded.keySet());
        }
        known.putAll(loaded);
        return known;
      });
    });
  }

  private void forget(FactsChange change) {
    generation.incrementAndGet();
    switch (change) {
      case FactsChange.OfInstance(var instanceNo) -> forgetInstance(instanceNo);
      case FactsChange.OfSlot(var customerNo, var itemNo) ->
        slots.invalidate(new SlotKey(customerNo, itemNo));
      case FactsChange.OfProduct(var productNo) ->
        instances.asMap().values().removeIf(facts -> facts.productNo() == productNo);
      case FactsChange.OfIsv(var isvNo) ->
        instances.asMap().values().removeIf(facts -> facts.isvNo() == isvNo);
      case FactsChange.OfEverything everything -> {
        instances.invalidateAll();
        slots.invalidateAll();
      }
    }
  }

  private void index(InstanceFacts facts) {
    instanceIds.asMap().putIfAbsent(facts.instanceNo(), facts.instanceId());
  }

  private void forgetInstance(long instanceNo) {
    var instanceId = instanceIds.getIfPresent(instanceNo);
    if (instanceId != null) {
      instances.invalidate(instanceId);
    }
  }

  @Override
  public void destroy() {
    listening.dispose();
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_INSTANCES)
        .expireAfterWrite(MAX_AGE)
        .build();
  }
}
