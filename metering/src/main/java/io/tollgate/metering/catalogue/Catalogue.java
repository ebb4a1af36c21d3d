package io.tollgate.metering.catalogue;

import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.metering.work.AfterCommit;
import io.tollgate.rules.catalogue.KnownItems;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuCheck;
import io.tollgate.rules.catalogue.SkuDefinition;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Creates what is sold. A specification is checked by the billing rules when it is created and never
 * changes afterwards. Each change is one transaction with its audit entry.
 */
@Service
public class Catalogue {

  private final CatalogueStore store;
  private final IsvStore isvs;
  private final AuditLog audit;
  private final FactsChanged facts;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  Catalogue(
      CatalogueStore store,
      IsvStore isvs,
      AuditLog audit,
      FactsChanged facts,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.store = store;
    this.isvs = isvs;
    this.audit = audit;
    this.facts = facts;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** Always answers. */
  public Mono<AddedProduct> addProduct(NewProduct product) {
    return isvs.find(product.isvId())
        .flatMap(isv -> addProduct(isv.isvNo(), product))
        .defaultIfEmpty(new AddedProduct.UnknownIsv(product.isvId()))
        .as(transaction::transactional);
  }

  private Mono<AddedProduct> addProduct(int isvNo, NewProduct product) {
    return store
        .addProduct(isvNo, product, clock.now())
        .flatMap(productNo -> store.product(product.productCode()))
        .flatMap(added -> audit
            .record("product.create", subject(added), null, added)
            .<AddedProduct>thenReturn(new AddedProduct.Added(added)))
        .defaultIfEmpty(new AddedProduct.ProductCodeTaken(product.productCode()));
  }

  /** Empty where there is no such product. */
  public Mono<Product> setState(String productCode, Product.State state) {
    return store
        .lockProduct(productCode)
        .flatMap(before -> store
            .setState(before.productNo(), state)
            .then(store.product(productCode))
            .flatMap(after -> audit
                .record("product.change", subject(before), before, after)
                .then(announce(after))
                .thenReturn(after)))
        .as(transaction::transactional);
  }

  /** Empty where there is no such product. */
  public Mono<AddedSku> addSku(String productCode, SkuDefinition definition) {
    return transaction
        .execute(status -> store
            .lockProduct(productCode)
            .flatMap(product -> check(product, definition))
            .doOnNext(outcome -> {
              if (!(outcome instanceof AddedSku.Added)) {
                status.setRollbackOnly();
              }
            }))
        .singleOrEmpty();
  }

  private Mono<AddedSku> check(Product product, SkuDefinition definition) {
    return store.meteredItems(product.productNo()).flatMap(items -> {
      KnownItems known = items::get;
      return switch (SkuCheck.of(definition, known)) {
        case SkuCheck.Sound(var sku) -> add(product, sku, definition);
        case SkuCheck.Faulty(var faults) -> Mono.just(new AddedSku.Faulty(faults));
      };
    });
  }

  private Mono<AddedSku> add(Product product, Sku sku, SkuDefinition definition) {
    return store
        .addSku(product.productNo(), sku, definition, clock.now())
        .flatMap(skuNo -> store.addItems(skuNo, sku, definition))
        .flatMap(taken -> taken.isEmpty()
            ? added(product, sku, definition)
            : Mono.just(new AddedSku.ProductIdsTaken(taken)))
        .defaultIfEmpty(new AddedSku.SkuCodeTaken(sku.skuCode()));
  }

  private Mono<AddedSku> added(Product product, Sku sku, SkuDefinition definition) {
    return audit
        .record("sku.create", subject(product), null, definition)
        .then(announce(product))
        .then(store.sku(sku.skuCode()))
        .map(AddedSku.Added::new);
  }

  /** Empty where there is no such product. */
  public Mono<Product> product(String productCode) {
    return store.product(productCode);
  }

  /** In the order of their creation, from the one after {@code after}. */
  public Mono<List<Product>> products(long after, int limit) {
    return store.products(after, limit);
  }

  /** A product's specifications in the order of their creation. */
  public Mono<List<ListedSku>> skus(int productNo) {
    return store.skus(productNo);
  }

  /** Empty where there is no such specification. */
  public Mono<ListedSku> sku(String skuCode) {
    return store.sku(skuCode);
  }

  private Mono<Void> announce(Product product) {
    return AfterCommit.then(facts.publish(FactsChange.product(product.productNo())));
  }

  private static String subject(Product product) {
    return "product:" + product.productCode();
  }
}
