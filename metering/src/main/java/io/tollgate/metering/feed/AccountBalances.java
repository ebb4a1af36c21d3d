package io.tollgate.metering.feed;

/**
 * All accounts of the journal as they stand. A list for people and audits: unlike a feed's, its
 * rows change whenever something is posted.
 */
public interface AccountBalances extends Feed<AccountBalance, AccountFilter> {

  @Override
  default long positionOf(AccountBalance item) {
    return item.accountNo();
  }
}
