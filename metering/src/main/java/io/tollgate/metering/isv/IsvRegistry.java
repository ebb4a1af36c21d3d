package io.tollgate.metering.isv;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.metering.work.AfterCommit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Registers, suspends and equips ISVs. Each change is one transaction with its audit entry. */
@Service
public class IsvRegistry {

  private final IsvStore store;
  private final KeyMaker keyMaker;
  private final AuditLog audit;
  private final FactsChanged facts;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  IsvRegistry(
      IsvStore store,
      KeyMaker keyMaker,
      AuditLog audit,
      FactsChanged facts,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.keyMaker = keyMaker;
    this.audit = audit;
    this.facts = facts;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Empty where the id is taken. */
  public Mono<Isv> register(String isvId, String name, @Nullable String email) {
    return store
        .add(isvId, name, email, clock.now())
        .flatMap(isv -> audit.record("isv.register", subject(isv), null, isv).thenReturn(isv))
        .as(transaction::transactional);
  }

  /** Empty where there is no such ISV. */
  public Mono<Isv> change(String isvId, IsvChange change) {
    return store
        .lock(isvId)
        .flatMap(isv -> apply(isv, change.appliedTo(isv)))
        .as(transaction::transactional);
  }

  private Mono<Isv> apply(Isv before, Isv after) {
    return store
        .update(after)
        .then(audit.record("isv.change", subject(before), before, after))
        .then(announce(after))
        .thenReturn(after);
  }

  /** Empty where there is no such ISV. */
  public Mono<Isv> find(String isvId) {
    return store.find(isvId);
  }

  /** In the order of their registration, from the one after {@code after}. */
  public Mono<List<Isv>> list(long after, int limit) {
    return store.list(after, limit);
  }

  /**
   * Adds a key of {@code kind}; what {@code imported} leaves out is made. Empty where there is no
   * such ISV.
   */
  public Mono<AddedKey> addKey(String isvId, KeyKind kind, ImportedKey imported) {
    return store
        .lock(isvId)
        .flatMap(isv -> addKey(isv, keyMaker.make(isv.isvNo(), kind, imported)))
        .as(transaction::transactional);
  }

  private Mono<AddedKey> addKey(Isv isv, IsvKey key) {
    return store.addKey(key, clock.now()).flatMap(added -> {
      if (!added) {
        return Mono.just(new AddedKey.AccessKeyIdTaken(key.accessKeyId()));
      }
      return audit
          .record(
              "isv.key.add", subject(isv), null, shown(key.keyId(), key.kind(), key.accessKeyId()))
          .then(announce(isv))
          .thenReturn(new AddedKey.Added(key));
    });
  }

  /** Ends a key at once; it proves nothing any more. Empty where the ISV has no such key. */
  public Mono<IsvStore.EndedKey> endKey(String isvId, String keyId) {
    return store
        .lock(isvId)
        .flatMap(isv -> store
            .endKey(isv.isvNo(), keyId, clock.now())
            .flatMap(ended -> audit
                .record(
                    "isv.key.end",
                    subject(isv),
                    shown(ended.keyId(), ended.kind(), ended.accessKeyId()),
                    null)
                .then(announce(isv))
                .thenReturn(ended)))
        .as(transaction::transactional);
  }

  private Mono<Void> announce(Isv isv) {
    return AfterCommit.then(facts.publish(FactsChange.isv(isv.isvNo())));
  }

  private static String subject(Isv isv) {
    return "isv:" + isv.isvId();
  }

  /** A key as the audit log may show it. */
  private static Map<String, String> shown(String keyId, KeyKind kind, String accessKeyId) {
    var members = new LinkedHashMap<String, String>();
    members.put("keyId", keyId);
    members.put("kind", kind.name());
    members.put("accessKeyId", accessKeyId);
    return members;
  }

  /**
   * The parts of a key that exist already, at another marketplace or in an ISV's system.
   *
   * @param accessKeyId null to have one made
   * @param secret null to have one made
   */
  public record ImportedKey(
      @Nullable String accessKeyId, @Nullable String secret) {

    @Override
    public String toString() {
      return "ImportedKey[" + accessKeyId + "]";
    }
  }

  /** What became of the wish to add a key. */
  public sealed interface AddedKey {

    /** The one time that the secret leaves. */
    record Added(IsvKey key) implements AddedKey {}

    record AccessKeyIdTaken(String accessKeyId) implements AddedKey {}
  }
}
