package io.tollgate.gateway.idempotency;

/** What is known of a key when a request comes with it. */
public sealed interface Claim {

  /** It is new, and this request's own now. */
  record Fresh() implements Claim {}

  /** The same request was answered before. */
  record Answered(RememberedAnswer answer) implements Claim {}

  /** The key was used before for another request. */
  record Reused() implements Claim {}

  /** The same request is at work, or was when the gateway died; its outcome is not known. */
  record AtWork() implements Claim {}
}
