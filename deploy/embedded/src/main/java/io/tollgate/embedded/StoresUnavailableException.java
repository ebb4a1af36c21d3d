package io.tollgate.embedded;

/** The embedded stores cannot run; the message names the cause and what to do about it. */
public final class StoresUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoresUnavailableException(String message) {
    super(message);
  }

  StoresUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
