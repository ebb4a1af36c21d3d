package io.tollgate.rules.catalogue;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.quota.Reset;
import java.time.Period;
import java.util.List;

/**
 * A package (按需套餐包): prepaid quantities of billing items, drawn before usage is charged.
 *
 * @param stopBeforeExcess whether service stops when it is used up (用完即停), so that only usage
 *     that names the package draws on it and excess is never charged
 * @param contents at least one, each naming another billing item
 * @param validity of one period bought, from the activation on
 * @param price of one package for one validity
 */
public record PackageSku(
    String skuCode,
    String productId,
    boolean stopBeforeExcess,
    List<PackageContent> contents,
    Reset reset,
    Period validity,
    Money price)
    implements Sku {

  public PackageSku {
    contents = List.copyOf(contents);
    if (contents.isEmpty()) {
      throw new IllegalArgumentException("contents: none (expected: at least one)");
    }
  }

  @Override
  public List<String> productIds() {
    return List.of(productId);
  }
}
