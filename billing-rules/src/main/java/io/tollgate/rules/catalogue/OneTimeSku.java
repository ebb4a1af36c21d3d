package io.tollgate.rules.catalogue;

import io.tollgate.rules.money.Money;
import java.util.List;

/** Bought once and for good (一次性). */
public record OneTimeSku(String skuCode, String productId, Money price) implements Sku {

  @Override
  public List<String> productIds() {
    return List.of(productId);
  }
}
