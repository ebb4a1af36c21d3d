package io.tollgate.metering.notification;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.notification.NotificationStore.ListedTarget;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** Adds and ends targets. Each change is one transaction with its audit entry. */
@Service
public class NotificationTargets {

  /** How Standard Webhooks marks a secret. */
  private static final String SECRET_PREFIX = "whsec_";

  private static final int ID_SIZE_BYTES = 10;
  private static final int SECRET_SIZE_BYTES = 32;

  private final NotificationStore store;
  private final IsvStore isvs;
  private final AuditLog audit;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;
  private final SecureRandom random = new SecureRandom();

  NotificationTargets(
      NotificationStore store,
      IsvStore isvs,
      AuditLog audit,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.isvs = isvs;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Always answers. */
  public Mono<AddedTarget> add(NewTarget target) {
    var isvId = target.isvId();
    if (isvId == null) {
      return add(target, Optional.empty()).as(transaction::transactional);
    }
    return isvs.find(isvId)
        .flatMap(isv -> add(target, Optional.of(isv)))
        .defaultIfEmpty(new AddedTarget.UnknownIsv(isvId))
        .as(transaction::transactional);
  }

  private Mono<AddedTarget> add(NewTarget target, Optional<Isv> isv) {
    var targetId = "nt-" + HexFormat.of().formatHex(bytes(ID_SIZE_BYTES));
    @Nullable String secret = target.kind() == NotificationTarget.Kind.WEBHOOK ? secret() : null;
    @Nullable Integer isvNo = isv.map(Isv::isvNo).orElse(null);
    return store
        .add(targetId, target, isvNo, secret, clock.now())
        .flatMap(added -> audit
            .record("notification-target.add", subject(added), null, added)
            .thenReturn(new AddedTarget.Added(added, secret)));
  }

  /** Those in force, in the order of their creation. */
  public Mono<List<ListedTarget>> list(long after, int limit) {
    return store.list(after, limit);
  }

  /** Empty where there is no such target in force. */
  public Mono<NotificationTarget> end(String targetId) {
    return store
        .end(targetId, clock.now())
        .flatMap(ended ->
            audit.record("notification-target.end", subject(ended), ended, null).thenReturn(ended))
        .as(transaction::transactional);
  }

  private String secret() {
    return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes(SECRET_SIZE_BYTES));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String subject(NotificationTarget target) {
    return "notification-target:" + target.targetId();
  }
}
