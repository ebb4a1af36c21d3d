package io.tollgate.rules.settlement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a supervised order has come (服务监管, koogallery.md section 12), and which steps are
 * possible from there. Only {@link #ACCEPTED} lets it be billed; it is final.
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

  /**
   * Where a step leads from here, or empty where it cannot be taken. A rejected demand is written
   * anew; rejected work is done anew. After an appeal is withdrawn the work goes on where the ISV
   * had confirmed it.
   */
  public Optional<Supervision> after(Step step) {
    return Optional.ofNullable(
        switch (step) {
          case SUBMIT -> this == PENDING ? SUBMITTED : null;
          case CONFIRM -> this == SUBMITTED ? CONFIRMED : null;
          case DELIVER -> this == CONFIRMED ? DELIVERED : null;
          case REVIEW -> this == DELIVERED ? REVIEWED : null;
          case ACCEPT -> this == DELIVERED || this == REVIEWED ? ACCEPTED : null;
          case REJECT -> afterRejection();
          case APPEAL -> this == ACCEPTED || this == APPEALED ? null : APPEALED;
          case WITHDRAW -> this == APPEALED ? CONFIRMED : null;
        });
  }

  private @Nullable Supervision afterRejection() {
    return switch (this) {
      case SUBMITTED -> PENDING;
      case DELIVERED, REVIEWED -> CONFIRMED;
      case PENDING, CONFIRMED, ACCEPTED, APPEALED -> null;
    };
  }
}
