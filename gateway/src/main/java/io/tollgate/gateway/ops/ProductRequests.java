package io.tollgate.gateway.ops;

import io.tollgate.metering.catalogue.NewProduct;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.catalogue.Product.ProductTerms;
import io.tollgate.rules.quota.OverQuota;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is sent and answered under {@code /ops/v1/products}. */
final class ProductRequests {

  private static final String PERCENT = "(100(\\.0{1,4})?|\\d{1,2}(\\.\\d{1,4})?)";

  private ProductRequests() {}

  /** What is left out takes the value of the contract's example. */
  record Create(
      @NotNull @Pattern(regexp = Codes.PATTERN, message = Codes.EXPECTED)
      String productCode,

      @NotBlank String isvId,
      @NotBlank @Size(max = 200) String name,
      @NotBlank @Size(max = 1_024) String productionUrl,
      Product.@Nullable InterfaceVersion interfaceVersion,
      Product.@Nullable Category category,
      @Nullable Boolean supervised,
      @Nullable Boolean supervisionReview,
      @Nullable @Valid Exhaustion exhaustion,
      @Nullable OverQuota overQuota,

      @Nullable
      @Pattern(regexp = PERCENT, message = "a decimal from 0 to 100 with at most 4 decimals")
      String platformFeePercent,

      Product.@Nullable Channel delivery,
      @Nullable Boolean licenseCalls) {

    NewProduct product() {
      return new NewProduct(productCode, isvId, name, productionUrl, terms());
    }

    private ProductTerms terms() {
      var given = Objects.requireNonNullElse(exhaustion, Exhaustion.DEFAULT);
      return new ProductTerms(
          Objects.requireNonNullElse(interfaceVersion, Product.InterfaceVersion.V2),
          Objects.requireNonNullElse(category, Product.Category.GENERAL),
          Boolean.TRUE.equals(supervised),
          Boolean.TRUE.equals(supervisionReview),
          Objects.requireNonNullElse(given.action(), Product.ExhaustionAction.FREEZE),
          Objects.requireNonNullElse(given.retention(), Exhaustion.DEFAULT_RETENTION),
          Objects.requireNonNullElse(overQuota, OverQuota.CAP),
          new BigDecimal(Objects.requireNonNullElse(platformFeePercent, "5")),
          Objects.requireNonNullElse(delivery, Product.Channel.SAAS),
          Boolean.TRUE.equals(licenseCalls));
    }
  }

  /** What happens when the last package is empty, and how long a new one is waited for. */
  record Exhaustion(
      Product.@Nullable ExhaustionAction action,

      @Nullable
      @Pattern(
          regexp = "P(?=.)(\\d{1,4}D)?(T(?=.)(\\d{1,5}H)?(\\d{1,5}M)?(\\d{1,6}S)?)?",
          message = "an ISO 8601 duration such as P7D or PT12H")
      String retention) {

    static final String DEFAULT_RETENTION = "P7D";
    static final Exhaustion DEFAULT = new Exhaustion(null, null);
  }

  record Change(@NotNull Product.State state) {}

  record ProductAnswer(
      String productCode,
      String isvId,
      String name,
      String productionUrl,
      Product.InterfaceVersion interfaceVersion,
      Product.Category category,
      boolean supervised,
      boolean supervisionReview,
      Exhaustion exhaustion,
      OverQuota overQuota,
      String platformFeePercent,
      Product.Channel delivery,
      boolean licenseCalls,
      Product.State state,
      Instant createdAt) {

    static ProductAnswer of(Product product) {
      var terms = product.terms();
      return new ProductAnswer(
          product.productCode(),
          product.isvId(),
          product.name(),
          product.productionUrl(),
          terms.interfaceVersion(),
          terms.category(),
          terms.supervised(),
          terms.supervisionReview(),
          new Exhaustion(terms.exhaustionAction(), terms.exhaustionRetention()),
          terms.overQuota(),
          terms.platformFeePercent().toPlainString(),
          terms.delivery(),
          terms.licenseCalls(),
          product.state(),
          product.createdAt());
    }
  }
}
