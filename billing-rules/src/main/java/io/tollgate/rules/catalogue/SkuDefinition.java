package io.tollgate.rules.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A specification as somebody wrote it, unchecked: the members of contract 3.2 by their names.
 * {@link SkuCheck} makes a {@link Sku} of it or says what is wrong.
 */
public record SkuDefinition(
    @Nullable String skuCode,
    @Nullable String chargingMode,
    @Nullable List<@Nullable Item> items,
    @Nullable String productId,
    @Nullable Boolean stopBeforeExcess,
    @Nullable List<@Nullable Content> contents,
    @Nullable String reset,
    @Nullable String validity,
    @Nullable String periodType,
    @Nullable Amount price) {

  /** A billing item of an {@code ON_DEMAND} specification. */
  public record Item(
      @Nullable String productId,
      @Nullable String name,
      @Nullable String unit,
      @Nullable String cycle,
      @Nullable UsagePrice price) {}

  /** What a package holds of one billing item. */
  public record Content(
      @Nullable String productId, @Nullable String quantity) {}

  /** The price of a package, a period or a one-time product. */
  public record Amount(@Nullable String currency, @Nullable String amount) {}

  /** The price of a billing item. */
  public record UsagePrice(
      @Nullable String model,
      @Nullable String currency,
      @Nullable String unitPrice,
      @Nullable String per,
      @Nullable List<@Nullable TierPrice> tiers) {}

  /** A tier; the last one has no {@code upTo}. */
  public record TierPrice(@Nullable String upTo, @Nullable String unitPrice) {}
}
