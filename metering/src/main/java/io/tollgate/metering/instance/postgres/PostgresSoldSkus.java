package io.tollgate.metering.instance.postgres;

import io.tollgate.metering.instance.SoldSkus;
import io.tollgate.rules.catalogue.KnownItems;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuCheck;
import io.tollgate.rules.catalogue.SkuDefinition;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Reads the catalogue's definitions again, which were checked when they were created. */
@Component
final class PostgresSoldSkus implements SoldSkus {

  private final DatabaseClient database;
  private final JsonMapper json;

  PostgresSoldSkus(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  @Override
  public Mono<Sku> sku(int skuNo) {
    return database
        .sql("SELECT definition::text FROM sku WHERE sku_no = :skuNo")
        .bind("skuNo", skuNo)
        .mapValue(String.class)
        .one()
        .map(this::read);
  }

  private Sku read(String definition) {
    return switch (SkuCheck.of(json.readValue(definition, SkuDefinition.class), KnownItems.ANY)) {
      case SkuCheck.Sound(var sku) -> sku;
      case SkuCheck.Faulty(var faults) ->
        throw new IllegalStateException("sku: " + faults + " (expected: what was once sound)");
    };
  }
}
