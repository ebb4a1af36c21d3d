package io.tollgate.rules.settlement;

import io.tollgate.rules.money.Money;
import java.util.Optional;

/**
 * Where a statement is on its way to being paid (koogallery.md section 11). It goes one step at a
 * time and never back; an error is put right on the next month's statement.
 */
public enum StatementState {
  GENERATED,
  COUNTERSIGN,
  PAYMENT_REQUESTED,
  INVOICE_NOTICE,
  INVOICE_CHECKED,
  PAID;

  /** Below this a payment is not asked for: the accumulated billed amount of one product type. */
  public static final Money LEAST_PAYMENT = Money.of("1000", "CNY");

  /** The step that follows, or empty where it is paid. */
  public Optional<StatementState> next() {
    return switch (this) {
      case GENERATED -> Optional.of(COUNTERSIGN);
      case COUNTERSIGN -> Optional.of(PAYMENT_REQUESTED);
      case PAYMENT_REQUESTED -> Optional.of(INVOICE_NOTICE);
      case INVOICE_NOTICE -> Optional.of(INVOICE_CHECKED);
      case INVOICE_CHECKED -> Optional.of(PAID);
      case PAID -> Optional.empty();
    };
  }

  /**
   * Whether so much is enough to ask for payment. The bound is known for yuan only; in another
   * currency any amount above zero is.
   */
  public static boolean canRequestPayment(Money accumulated) {
    return accumulated.currency().equals(LEAST_PAYMENT.currency())
        ? accumulated.compareTo(LEAST_PAYMENT) >= 0
        : accumulated.isPositive();
  }
}
