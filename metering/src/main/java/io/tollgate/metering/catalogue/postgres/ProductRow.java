package io.tollgate.metering.catalogue.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.catalogue.Product.ProductTerms;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.quota.OverQuota;

/** Reads a product from its row. */
final class ProductRow {

  private ProductRow() {}

  static Product product(Readable row) {
    return new Product(
        Columns.integer(row, "product_no"),
        Columns.text(row, "product_code"),
        Columns.integer(row, "isv_no"),
        Columns.text(row, "isv_id"),
        Columns.text(row, "name"),
        Columns.text(row, "production_url"),
        terms(row),
        Product.State.valueOf(Columns.text(row, "state")),
        Columns.instant(row, "created_at"));
  }

  private static ProductTerms terms(Readable row) {
    return new ProductTerms(
        Product.InterfaceVersion.valueOf(Columns.text(row, "interface_version")),
        Product.Category.valueOf(Columns.text(row, "category")),
        Columns.value(row, "supervised", Boolean.class),
        Columns.value(row, "supervision_review", Boolean.class),
        Product.ExhaustionAction.valueOf(Columns.text(row, "exhaustion_action")),
        Columns.text(row, "exhaustion_retention"),
        OverQuota.valueOf(Columns.text(row, "over_quota")),
        Columns.decimal(row, "platform_fee_percent"),
        Product.Channel.valueOf(Columns.text(row, "delivery")),
        Columns.value(row, "license_calls", Boolean.class));
  }
}
