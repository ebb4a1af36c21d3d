package io.tollgate.metering.quota;

/** The store of reservations could not be reached, or did not answer in time. */
public final class ReservationsAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ReservationsAwayException(Throwable cause) {
    super("Redis did not answer: " + cause.getMessage(), cause);
  }
}
