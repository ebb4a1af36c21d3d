package io.tollgate.loadtest.platform;

/** The gateway did not start, or did not do what was asked; the message tells a person why. */
public final class GatewayFailure extends RuntimeException {

  public GatewayFailure(String message) {
    super(message);
  }
}
