package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** The gateway's test clock. */
public final class BusinessTime {

  private BusinessTime() {}

  /** Moves the clock and returns where it stands. */
  public static Instant advance(OperatorFace operator, Duration by) throws IOException {
    var reply = operator.advanceClock(by);
    if (reply.status() != 200) {
      throw new GatewayFailure("moving the clock by " + by + ": answered " + reply.inShort());
    }
    return Instant.parse(reply.text("now"));
  }
}
