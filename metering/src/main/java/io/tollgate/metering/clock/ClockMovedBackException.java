package io.tollgate.metering.clock;

import java.time.Instant;

/** The test clock was asked to go back. */
public final class ClockMovedBackException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  ClockMovedBackException(Instant now, Instant target) {
    super("now: " + target + " (expected: not before " + now + ", the clock never goes back)");
  }
}
