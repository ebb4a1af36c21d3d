package io.tollgate.metering.reconciliation;

import java.math.BigDecimal;
import java.util.List;

/**
 * The sums of all accounts. Every entry adds up to zero, so all of them do.
 *
 * @param lastEntryNo the newest entry that is counted in
 * @param differences accounts whose balance is not the sum of their postings; none is expected, ever
 */
public record TrialBalance(
    long lastEntryNo, List<CurrencySum> currencies, List<AccountDifference> differences) {

  public TrialBalance {
    currencies = List.copyOf(currencies);
    differences = List.copyOf(differences);
  }

  /**
   * All accounts of one currency.
   *
   * @param sum of all of them: zero
   * @param groups customers and ISVs each as one sum, the platform's accounts by their names
   */
  public record CurrencySum(String currency, BigDecimal sum, List<GroupSum> groups) {

    public CurrencySum {
      groups = List.copyOf(groups);
    }
  }

  /** Accounts of one kind, or one account of the platform. */
  public record GroupSum(String group, long accounts, BigDecimal sum) {}

  /** An account whose balance and postings disagree. */
  public record AccountDifference(
      String account, String currency, BigDecimal balance, BigDecimal postings) {}
}
