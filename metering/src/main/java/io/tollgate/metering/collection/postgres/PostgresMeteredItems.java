package io.tollgate.metering.collection.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.collection.MeteredItem;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.catalogue.BillingItem;
import io.tollgate.rules.catalogue.KnownItems;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.Price;
import io.tollgate.rules.catalogue.SkuCheck;
import io.tollgate.rules.catalogue.SkuCheck.Faulty;
import io.tollgate.rules.catalogue.SkuCheck.Sound;
import io.tollgate.rules.catalogue.SkuDefinition;
import io.tollgate.rules.usage.Cycle;
import java.util.Collection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/** Reads billing items with the prices they were sold at. */
@Component
final class PostgresMeteredItems {

  private static final String ITEMS = """
      SELECT b.item_no, b.product_id, s.sku_code, s.definition, p.product_no, p.product_code,
             v.isv_no, v.isv_id
        FROM billing_item b
        JOIN sku s ON s.sku_no = b.sku_no
        JOIN product p ON p.product_no = s.product_no
        JOIN isv v ON v.isv_no = p.isv_no
       WHERE s.charging_mode = 'ON_DEMAND'""";

  private static final String OF_CYCLE = ITEMS + " AND b.cycle = :cycle";

  private static final String NAMED = ITEMS + " AND b.item_no = ANY(:itemNos)";

  private final DatabaseClient database;
  private final JsonMapper json = JsonMapper.builder().build();

  PostgresMeteredItems(DatabaseClient database) {
    this.database = database;
  }

  /** All items that are collected in this kind of cycle; as many as the catalogue holds. */
  Flux<MeteredItem> of(Cycle cycle) {
    return database.sql(OF_CYCLE).bind("cycle", cycle.name()).map(this::item).all();
  }

  Flux<MeteredItem> of(Collection<Integer> itemNos) {
    return database
        .sql(NAMED)
        .bind("itemNos", itemNos.toArray(Integer[]::new))
        .map(this::item)
        .all();
  }

  private MeteredItem item(Readable row) {
    var productId = Columns.text(row, "product_id");
    return new MeteredItem(
        Columns.integer(row, "item_no"),
        productId,
        Columns.text(row, "sku_code"),
        Columns.integer(row, "product_no"),
        Columns.text(row, "product_code"),
        Columns.integer(row, "isv_no"),
        Columns.text(row, "isv_id"),
        price(productId, Columns.value(row, "definition", Json.class)));
  }

  private Price price(String productId, Json definition) {
    return switch (SkuCheck.of(
        json.readValue(definition.asArray(), SkuDefinition.class), KnownItems.ANY)) {
      case Sound(OnDemandSku sku) -> priceOf(productId, sku);
      case Sound(var sku) ->
        throw new IllegalStateException("sku: " + sku.skuCode() + " (expected: pay per use)");
      case Faulty(var faults) ->
        throw new IllegalStateException("sku of " + productId + ": no longer sound: " + faults);
    };
  }

  private static Price priceOf(String productId, OnDemandSku sku) {
    return sku.items().stream()
        .filter(item -> item.productId().equals(productId))
        .map(BillingItem::price)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(
            "productId: " + productId + " (expected: an item of sku " + sku.skuCode() + ")"));
  }
}
