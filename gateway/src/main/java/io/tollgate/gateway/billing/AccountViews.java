package io.tollgate.gateway.billing;

import io.tollgate.metering.feed.AccountBalance;
import io.tollgate.metering.reconciliation.TrialBalance;
import java.util.List;

/** Accounts as JSON. */
final class AccountViews {

  private AccountViews() {}

  record BalanceView(String account, String currency, String balance) {

    static BalanceView of(AccountBalance account) {
      return new BalanceView(
          account.account(), account.currency(), DecimalText.of(account.balance()));
    }
  }

  /** An account with what it holds in each currency. */
  record AccountView(String account, List<Held> balances) {

    static AccountView of(String account, List<AccountBalance> balances) {
      return new AccountView(account, balances.stream().map(Held::of).toList());
    }
  }

  record Held(String currency, String balance) {

    static Held of(AccountBalance account) {
      return new Held(account.currency(), DecimalText.of(account.balance()));
    }
  }

  /** The sums of all accounts; {@code sum} is zero and there are no differences. */
  record TrialBalanceView(
      String lastEntryId, List<CurrencyView> currencies, List<DifferenceView> differences) {

    static TrialBalanceView of(TrialBalance balance) {
      return new TrialBalanceView(
          Long.toString(balance.lastEntryNo()),
          balance.currencies().stream().map(CurrencyView::of).toList(),
          balance.differences().stream().map(DifferenceView::of).toList());
    }
  }

  record CurrencyView(String currency, String sum, List<GroupView> groups) {

    static CurrencyView of(TrialBalance.CurrencySum sum) {
      return new CurrencyView(
          sum.currency(),
          DecimalText.of(sum.sum()),
          sum.groups().stream().map(GroupView::of).toList());
    }
  }

  /** All customers, all ISVs, or one account of the platform. */
  record GroupView(String group, long accounts, String sum) {

    static GroupView of(TrialBalance.GroupSum group) {
      return new GroupView(group.group(), group.accounts(), DecimalText.of(group.sum()));
    }
  }

  record DifferenceView(String account, String currency, String balance, String postings) {

    static DifferenceView of(TrialBalance.AccountDifference difference) {
      return new DifferenceView(
          difference.account(),
          difference.currency(),
          DecimalText.of(difference.balance()),
          DecimalText.of(difference.postings()));
    }
  }
}
