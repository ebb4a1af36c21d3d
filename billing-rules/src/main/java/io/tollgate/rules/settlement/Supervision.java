package io.tollgate.rules.settlement;

/**
 * How far a supervised order has come (服务监管, koogallery.md section 12). Only {@link #ACCEPTED} lets
 * it be billed; it is final. {@link SupervisedService} says which steps lead where.
 */
public enum Supervision {

  /** Paid; the customer has yet to say what is wanted. */
  PENDING,

  /** The customer has said what is wanted. */
  SUBMITTED,

  /** The ISV has confirmed it and is at work. */
  CONFIRMED,

  /** The ISV says it is done. */
  DELIVERED,

  /** The platform has looked at it too. */
  REVIEWED,

  /** The customer has accepted it. */
  ACCEPTED,

  /** Somebody objected; the order waits until the appeal is withdrawn. */
  APPEALED;

  /** A step somebody takes. */
  public enum Step {
    SUBMIT,
    CONFIRM,
    DELIVER,
    REVIEW,
    ACCEPT,
    REJECT,
    APPEAL,
    WITHDRAW
  }

  /** Who takes steps. */
  public enum Party {
    CUSTOMER,
    ISV,
    PLATFORM
  }
}
