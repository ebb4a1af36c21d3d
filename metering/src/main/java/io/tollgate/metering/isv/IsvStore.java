package io.tollgate.metering.isv;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where ISVs and their keys are kept. All calls join the caller's transaction. */
public interface IsvStore {

  /** Empty where there is no such ISV. */
  Mono<Isv> find(String isvId);

  /** Empty where there is no such ISV. */
  Mono<Isv> find(int isvNo);

  /** The same, locked against other changes until the transaction ends. */
  Mono<Isv> lock(String isvId);

  /** In the order of their numbers, from the one after {@code after}. */
  Mono<List<Isv>> list(long after, int limit);

  /** Empty where the id is taken. */
  Mono<Isv> add(String isvId, String name, @Nullable String email, Instant createdAt);

  Mono<Void> update(Isv isv);

  /** Answers false where the access key id is taken. */
  Mono<Boolean> addKey(IsvKey key, Instant createdAt);

  /** Answers what ended; empty where this ISV has no such key in force. */
  Mono<EndedKey> endKey(int isvNo, String keyId, Instant endedAt);

  Mono<List<IsvKey>> activeKeys(int isvNo, KeyKind kind);

  Mono<IsvKey> activeKey(String accessKeyId);

  /** A key that is no longer in force. */
  record EndedKey(String keyId, KeyKind kind, String accessKeyId) {}
}
