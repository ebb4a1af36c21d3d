package io.tollgate.gateway.outbound;

/** An address that must not be called. */
final class RefusedTargetException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedTargetException(String target, String expected) {
    super("production address: " + target + " (expected: " + expected + ")", null, false, false);
  }
}
