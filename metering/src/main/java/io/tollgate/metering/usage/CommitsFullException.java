package io.tollgate.metering.usage;

/** As many records wait as may wait; this one was turned away, and certainly not stored. */
final class CommitsFullException extends UsageUnavailableException {

  private static final long serialVersionUID = 1L;

  CommitsFullException() {
    super("More usage is waiting than can be stored in time");
  }
}
