package io.tollgate.rules.catalogue;

import java.util.List;

/** A specification (规格): one way in which a product is sold (contract 3.2). */
public sealed interface Sku permits OnDemandSku, PackageSku, PeriodSku, OneTimeSku {

  String skuCode();

  /** The product ids it is ordered and provisioned under: one, or one per billing item. */
  List<String> productIds();
}
