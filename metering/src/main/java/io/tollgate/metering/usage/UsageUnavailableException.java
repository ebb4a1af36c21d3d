package io.tollgate.metering.usage;

/**
 * Usage cannot be made durable right now; whatever was sent may safely be sent again.
 *
 * <p>The outcome of what was under way is unknown to the caller: a record may turn out to have been
 * stored, and is then a replay.
 */
public sealed class UsageUnavailableException extends RuntimeException
    permits CommitsFullException {

  private static final long serialVersionUID = 1L;

  public UsageUnavailableException(String message) {
    super(message);
  }

  public UsageUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
