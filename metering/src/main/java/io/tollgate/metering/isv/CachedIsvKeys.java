package io.tollgate.metering.isv;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Keys in memory. A load that was under way when its ISV changed is not kept: the entry it would
 * have filled is gone by then.
 */
@Component
final class CachedIsvKeys implements IsvKeys, DisposableBean {

  private static final Duration MAX_AGE = Duration.ofSeconds(30);
  private static final int MAX_ENTRIES = 100_000;

  private final IsvStore store;
  private final AsyncCache<Ring, List<IsvKey>> rings = cache();
  private final AsyncCache<String, IsvKey> byAccessKeyId = cache();
  private final Disposable changes;

  CachedIsvKeys(IsvStore store, FactsChanged facts) {
    this.store = store;
    this.changes = facts.changes().subscribe(this::forget);
  }

  @Override
  public Mono<List<IsvKey>> active(int isvNo, KeyKind kind) {
    return Mono.fromFuture(
        () -> rings.get(
            new Ring(isvNo, kind),
            (ring, executor) -> store.activeKeys(ring.isvNo(), ring.kind()).toFuture()),
        true);
  }

  @Override
  public Mono<IsvKey> byAccessKeyId(String accessKeyId) {
    return Mono.fromFuture(
        () ->
            byAccessKeyId.get(accessKeyId, (id, executor) -> store.activeKey(id).toFuture()),
        true);
  }

  private void forget(FactsChange change) {
    if (change instanceof FactsChange.OfIsv isv) {
      for (var kind : KeyKind.values()) {
        rings.synchronous().invalidate(new Ring(isv.isvNo(), kind));
      }
      byAccessKeyId.synchronous().invalidateAll();
    }
  }

  @Override
  public void destroy() {
    changes.dispose();
  }

  private static <K, V> AsyncCache<K, V> cache() {
    return Caffeine.newBuilder()
        .maximumSize(MAX_ENTRIES)
        .expireAfterWrite(MAX_AGE)
        .buildAsync();
  }

  /** One ISV's keys of one kind. */
  private record Ring(int isvNo, KeyKind kind) {}
}
