package io.tollgate.metering.catalogue.postgres;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.catalogue.ListedSku;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.catalogue.KnownItems;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuCheck;
import io.tollgate.rules.catalogue.SkuDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Specifications as the documents they are kept as: what was sent, without its nulls. */
@Component
final class SkuDocuments {

  private final JsonMapper json;

  SkuDocuments(JsonMapper json) {
    this.json = json.rebuild()
        .changeDefaultPropertyInclusion(
            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
        .build();
  }

  Json definition(SkuDefinition definition) {
    return Json.of(json.writeValueAsBytes(definition));
  }

  ListedSku sku(Readable row) {
    var text = Columns.text(row, "definition");
    var definition = json.readValue(text, SkuDefinition.class);
    return new ListedSku(
        Columns.integer(row, "sku_no"),
        Columns.integer(row, "product_no"),
        definition,
        sound(definition),
        Columns.instant(row, "created_at"));
  }

  private static Sku sound(SkuDefinition definition) {
    return switch (SkuCheck.of(definition, KnownItems.ANY)) {
      case SkuCheck.Sound(var sku) -> sku;
      case SkuCheck.Faulty(var faults) ->
        throw new IllegalStateException(
            "sku " + definition.skuCode() + ": " + faults + " (expected: as it was checked)");
    };
  }

  /** What is sold under {@code sku}, item by item. */
  List<ItemRow> items(Sku sku, SkuDefinition definition) {
    var metered = definition.items();
    if (metered == null) {
      return sku.productIds().stream().map(ItemRow::unmetered).toList();
    }
    return metered.stream().map(Objects::requireNonNull).map(this::metered).toList();
  }

  private ItemRow metered(SkuDefinition.Item item) {
    return new ItemRow(
        Objects.requireNonNull(item.productId()),
        item.name(),
        item.unit(),
        item.cycle(),
        Json.of(json.writeValueAsBytes(item.price())));
  }

  /** A billing item as its row holds it. */
  record ItemRow(
      String productId,
      @Nullable String name,
      @Nullable String unit,
      @Nullable String cycle,
      @Nullable Json price) {

    static ItemRow unmetered(String productId) {
      return new ItemRow(productId, null, null, null, null);
    }
  }
}
