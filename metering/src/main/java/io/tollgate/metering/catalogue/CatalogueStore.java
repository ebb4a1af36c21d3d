package io.tollgate.metering.catalogue;

import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuDefinition;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Where the catalogue is kept. All calls join the caller's transaction. */
public interface CatalogueStore {

  /** Empty where there is no such product. */
  Mono<Product> product(String productCode);

  /** The same, locked against other changes until the transaction ends. */
  Mono<Product> lockProduct(String productCode);

  /** In the order of their numbers, from the one after {@code after}. */
  Mono<List<Product>> products(long after, int limit);

  /** Answers the product's number; empty where the code is taken. */
  Mono<Integer> addProduct(int isvNo, NewProduct product, Instant createdAt);

  Mono<Void> setState(int productNo, Product.State state);

  /** Empty where there is no such specification. */
  Mono<ListedSku> sku(String skuCode);

  /** A product's specifications in the order of their creation. */
  Mono<List<ListedSku>> skus(int productNo);

  /** The billing items of a product that packages may hold, with the currency of their price. */
  Mono<Map<String, Currency>> meteredItems(int productNo);

  /** Answers the specification's number; empty where the code is taken. */
  Mono<Integer> addSku(int productNo, Sku sku, SkuDefinition definition, Instant createdAt);

  /** Adds what is sold under {@code sku}; answers those product ids that are taken already. */
  Mono<List<String>> addItems(int skuNo, Sku sku, SkuDefinition definition);
}
