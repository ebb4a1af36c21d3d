package io.tollgate.metering.catalogue.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.tollgate.metering.catalogue.CatalogueStore;
import io.tollgate.metering.catalogue.ListedSku;
import io.tollgate.metering.catalogue.NewProduct;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuDefinition;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresCatalogueStore implements CatalogueStore {

  private static final String PRODUCT = """
      SELECT p.product_no, p.product_code, p.isv_no, i.isv_id, p.name, p.production_url,
             p.interface_version, p.category, p.supervised, p.supervision_review,
             p.exhaustion_action, p.exhaustion_retention, p.over_quota, p.platform_fee_percent, p.delivery,
             p.license_calls, p.state, p.created_at
        FROM product p JOIN isv i USING (isv_no)
      """;

  private static final String FIND_PRODUCT = PRODUCT + "WHERE p.product_code = :productCode";

  private static final String LOCK_PRODUCT = FIND_PRODUCT + " FOR NO KEY UPDATE OF p";

  private static final String PRODUCTS =
      PRODUCT + "WHERE p.product_no > :position ORDER BY p.product_no LIMIT :limit";

  private static final String ADD_PRODUCT = """
      INSERT INTO product (product_code, isv_no, name, production_url, interface_version, category,
                           supervised, supervision_review, exhaustion_action,
                           exhaustion_retention, over_quota, platform_fee_percent, delivery, license_calls, created_at)
      VALUES (:productCode, :isvNo, :name, :productionUrl, :interfaceVersion, :category,
              :supervised, :supervisionReview, :exhaustionAction, :exhaustionRetention,
              :overQuota, :platformFeePercent, :delivery, :licenseCalls, :createdAt)
      ON CONFLICT (product_code) DO NOTHING
      RETURNING product_no""";

  private static final String SET_STATE =
      "UPDATE product SET state = :state WHERE product_no = :productNo";

  private static final String SKU =
      "SELECT sku_no, product_no, definition::text AS definition, created_at FROM sku ";

  private static final String METERED_ITEMS = """
      SELECT b.product_id, b.price ->> 'currency' AS currency
        FROM billing_item b JOIN sku s USING (sku_no)
       WHERE s.product_no = :productNo AND s.charging_mode = 'ON_DEMAND'""";

  private static final String ADD_SKU = """
      INSERT INTO sku (sku_code, product_no, charging_mode, definition, created_at)
      VALUES (:skuCode, :productNo, :chargingMode, :definition, :createdAt)
      ON CONFLICT (sku_code) DO NOTHING
      RETURNING sku_no""";

  private static final String ADD_ITEM = """
      INSERT INTO billing_item (product_id, sku_no, name, unit, cycle, price)
      VALUES (:productId, :skuNo, :name, :unit, :cycle, :price)
      ON CONFLICT (product_id) DO NOTHING""";

  private final DatabaseClient database;
  private final SkuDocuments documents;

  PostgresCatalogueStore(DatabaseClient database, SkuDocuments documents) {
    this.database = database;
    this.documents = documents;
  }

  @Override
  public Mono<Product> product(String productCode) {
    return database
        .sql(FIND_PRODUCT)
        .bind("productCode", productCode)
        .map(ProductRow::product)
        .one();
  }

  @Override
  public Mono<Product> lockProduct(String productCode) {
    return database
        .sql(LOCK_PRODUCT)
        .bind("productCode", productCode)
        .map(ProductRow::product)
        .one();
  }

  @Override
  public Mono<List<Product>> products(long after, int limit) {
    return database
        .sql(PRODUCTS)
        .bind("position", after)
        .bind("limit", limit)
        .map(ProductRow::product)
        .all()
        .collectList();
  }

  @Override
  public Mono<Integer> addProduct(int isvNo, NewProduct product, Instant createdAt) {
    var terms = product.terms();
    return database
        .sql(ADD_PRODUCT)
        .bind("productCode", product.productCode())
        .bind("isvNo", isvNo)
        .bind("name", product.name())
        .bind("productionUrl", product.productionUrl())
        .bind("interfaceVersion", terms.interfaceVersion().name())
        .bind("category", terms.category().name())
        .bind("supervised", terms.supervised())
        .bind("supervisionReview", terms.supervisionReview())
        .bind("exhaustionAction", terms.exhaustionAction().name())
        .bind("exhaustionRetention", terms.exhaustionRetention())
        .bind("overQuota", terms.overQuota().name())
        .bind("platformFeePercent", terms.platformFeePercent())
        .bind("delivery", terms.delivery().name())
        .bind("licenseCalls", terms.licenseCalls())
        .bind("createdAt", createdAt)
        .mapValue(Integer.class)
        .one();
  }

  @Override
  public Mono<Void> setState(int productNo, Product.State state) {
    return database
        .sql(SET_STATE)
        .bind("state", state.name())
        .bind("productNo", productNo)
        .then();
  }

  @Override
  public Mono<ListedSku> sku(String skuCode) {
    return database
        .sql(SKU + "WHERE sku_code = :skuCode")
        .bind("skuCode", skuCode)
        .map(documents::sku)
        .one();
  }

  @Override
  public Mono<List<ListedSku>> skus(int productNo) {
    return database
        .sql(SKU + "WHERE product_no = :productNo ORDER BY sku_no")
        .bind("productNo", productNo)
        .map(documents::sku)
        .all()
        .collectList();
  }

  @Override
  public Mono<Map<String, Currency>> meteredItems(int productNo) {
    return database
        .sql(METERED_ITEMS)
        .bind("productNo", productNo)
        .map(row -> Map.entry(
            Columns.text(row, "product_id"), Currency.getInstance(Columns.text(row, "currency"))))
        .all()
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  @Override
  public Mono<Integer> addSku(int productNo, Sku sku, SkuDefinition definition, Instant createdAt) {
    return database
        .sql(ADD_SKU)
        .bind("skuCode", sku.skuCode())
        .bind("productNo", productNo)
        .bind("chargingMode", String.valueOf(definition.chargingMode()))
        .bind("definition", documents.definition(definition))
        .bind("createdAt", createdAt)
        .mapValue(Integer.class)
        .one();
  }

  @Override
  public Mono<List<String>> addItems(int skuNo, Sku sku, SkuDefinition definition) {
    return Flux.fromIterable(documents.items(sku, definition))
        .concatMap(item -> addItem(skuNo, item))
        .collectList();
  }

  /** Answers the product id where it is taken. */
  private Mono<String> addItem(int skuNo, SkuDocuments.ItemRow item) {
    return database
        .sql(ADD_ITEM)
        .bind("productId", item.productId())
        .bind("skuNo", skuNo)
        .bind("name", Binding.nullable(item.name(), String.class))
        .bind("unit", Binding.nullable(item.unit(), String.class))
        .bind("cycle", Binding.nullable(item.cycle(), String.class))
        .bind("price", Binding.nullable(item.price(), Json.class))
        .fetch()
        .rowsUpdated()
        .flatMap(rows -> rows == 1 ? Mono.empty() : Mono.just(item.productId()));
  }
}
