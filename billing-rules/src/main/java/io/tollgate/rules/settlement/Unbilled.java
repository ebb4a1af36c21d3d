package io.tollgate.rules.settlement;

/** Why a transaction is not on a statement yet; where several hold, the first is named. */
public enum Unbilled {

  /** Its service supervision was not completed by the end of the month. */
  SUPERVISION,

  /** The credit customer has not repaid the whole bill of the month. */
  CREDIT_UNPAID,

  /** It is not provisioned, or the renewed time has not begun. */
  NOT_IN_EFFECT,

  /** Its month is not over. */
  BILL_DAY
}
