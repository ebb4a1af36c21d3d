package io.tollgate.metering.catalogue;

import io.tollgate.rules.quota.OverQuota;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an ISV sells.
 *
 * @param productNo our own number
 * @param productionUrl where the ISV's production interface answers; not trusted
 * @param terms what was agreed when the product was created
 */
public record Product(
    int productNo,
    String productCode,
    int isvNo,
    String isvId,
    String name,
    String productionUrl,
    ProductTerms terms,
    State state,
    Instant createdAt) {

  /** Whether it can be bought, and its usage pushed. */
  public enum State {
    ON_SALE,
    DELISTED
  }

  /** The generation of the production interface that it was built against. */
  public enum InterfaceVersion {
    V1,
    V2
  }

  /** Whether the marketplace sells it alone or together with its own services. */
  public enum Category {
    GENERAL,
    CO_SELL
  }

  /** What follows when the last usable stop-before-excess package is empty. */
  public enum ExhaustionAction {
    FREEZE,
    NOTIFY
  }

  /** How it reaches the customer. */
  public enum Channel {
    SAAS,
    LICENSE
  }

  /**
   * @param supervised whether delivery is supervised until the customer accepts it
   * @param supervisionReview whether the platform reviews it before that
   * @param exhaustionRetention ISO 8601: how long a frozen instance waits for a new package
   * @param platformFeePercent what the platform keeps of a sale, 0 to 100
   * @param licenseCalls whether the ISV wants to be told of renewals and freezes of a licence
   */
  public record ProductTerms(
      InterfaceVersion interfaceVersion,
      Category category,
      boolean supervised,
      boolean supervisionReview,
      ExhaustionAction exhaustionAction,
      String exhaustionRetention,
      OverQuota overQuota,
      BigDecimal platformFeePercent,
      Channel delivery,
      boolean licenseCalls) {}
}
