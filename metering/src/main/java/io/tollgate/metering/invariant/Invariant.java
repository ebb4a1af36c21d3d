package io.tollgate.metering.invariant;

/** What must hold at every moment, whatever happens to whatever process. */
public enum Invariant {
  RECORD_HAS_IDENTITY(
      "Every stored record is stored once, under the identity that keeps it unique."),
  IDENTITY_HAS_RECORD("Every identity that was claimed stands for a stored record."),
  RECORD_ADDS_UP("A record's quantity is what it drew plus its overage plus its on demand part."),
  QUOTA_DRAWN("What is gone from a quota is what its records drew, and never more than granted."),
  COVERED_FIRST(
      "Nothing is overage while its package has quota left; the order of acceptance is recorded once."),
  CYCLE_ADDS_UP("Per instance and cycle, what was accepted is what was collected and what waits."),
  ENTRY_BALANCES("The postings of every journal entry add up to zero."),
  BALANCE_IS_SUM("An account's balance is the sum of its postings."),
  AGGREGATE_PRICED(
      "An aggregate's quantity is the sum of its parts, and its amount what they cost."),
  FEED_UNBROKEN("The feed has no gap, and each closing's hash is over what it shows."),
  INSTANCE_TOLD(
      "An instance is frozen if and only if it has a reason, and its changes lead to its state."),
  SECRETS_SEALED("Every stored secret is sealed with the master key.");

  private final String statement;

  Invariant(String statement) {
    this.statement = statement;
  }

  /** The promise, as a sentence. */
  public String statement() {
    return statement;
  }
}
