package io.tollgate.rules.standing;

/**
 * A customer's level, and the time it is given (koogallery.md section 10, the table of grace and
 * retention by level, in days).
 *
 * <pre>
 *           subscriptions         pay per use
 * level     grace   retention     grace   retention
 * V0          1         1           0         1
 * V1, V2      1         7           0         7
 * V3          7         7           1         7
 * V4, V5      7        15           7        15
 * </pre>
 */
public enum CustomerLevel {
  V0(1, 1, 0, 1),
  V1(1, 7, 0, 7),
  V2(1, 7, 0, 7),
  V3(7, 7, 1, 7),
  V4(7, 15, 7, 15),
  V5(7, 15, 7, 15);

  private final int subscriptionGraceDays;
  private final int subscriptionRetentionDays;
  private final int payPerUseGraceDays;
  private final int payPerUseRetentionDays;

  CustomerLevel(
      int subscriptionGraceDays,
      int subscriptionRetentionDays,
      int payPerUseGraceDays,
      int payPerUseRetentionDays) {
    this.subscriptionGraceDays = subscriptionGraceDays;
    this.subscriptionRetentionDays = subscriptionRetentionDays;
    this.payPerUseGraceDays = payPerUseGraceDays;
    this.payPerUseRetentionDays = payPerUseRetentionDays;
  }

  /** For what was bought for a period, counted from its expiry. */
  public Terms subscription() {
    return Terms.ofDays(subscriptionGraceDays, subscriptionRetentionDays);
  }

  /** For arrears, counted from the collection that made the balance negative. */
  public Terms payPerUse() {
    return Terms.ofDays(payPerUseGraceDays, payPerUseRetentionDays);
  }
}
