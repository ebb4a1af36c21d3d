package io.tollgate.metering.dial;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.clock.BusinessClock;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What an operator sees and sets of a product's dial tests. */
@Service
public class DialTests {

  private final DialTestStore store;
  private final Catalogue catalogue;
  private final AuditLog audit;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  DialTests(
      DialTestStore store,
      Catalogue catalogue,
      AuditLog audit,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.catalogue = catalogue;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Empty where there is no such product. */
  public Mono<DialTest> find(String productCode) {
    return catalogue.product(productCode).flatMap(this::find);
  }

  private Mono<DialTest> find(Product product) {
    return store.find(product.productNo()).defaultIfEmpty(DialTest.NONE);
  }

  /** Replaces the cases; none ends the tests. Empty where there is no such product. */
  public Mono<DialTest> save(String productCode, List<TestCase> cases) {
    return catalogue
        .product(productCode)
        .flatMap(product -> find(product)
            .flatMap(before -> replace(product, cases)
                .flatMap(after -> audit
                    .record("product.dial-test", "product:" + productCode, before, after)
                    .thenReturn(after))))
        .as(transaction::transactional);
  }

  private Mono<DialTest> replace(Product product, List<TestCase> cases) {
    var nextRunAt = cases.isEmpty() ? null : DialTimes.firstAfter(clock.now(), clock.zone());
    return store.save(product.productNo(), cases, nextRunAt).then(Mono.defer(() -> find(product)));
  }
}
