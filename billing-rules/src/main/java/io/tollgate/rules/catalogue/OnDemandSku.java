package io.tollgate.rules.catalogue;

import java.util.List;

/**
 * Pay per use (按需): opened for free, each billing item charged by its usage. An order opens one
 * instance per item.
 *
 * @param items at least one, all priced in one currency
 */
public record OnDemandSku(String skuCode, List<BillingItem> items) implements Sku {

  public OnDemandSku {
    items = List.copyOf(items);
    if (items.isEmpty()) {
      throw new IllegalArgumentException("items: none (expected: at least one)");
    }
  }

  @Override
  public List<String> productIds() {
    return items.stream().map(BillingItem::productId).toList();
  }
}
