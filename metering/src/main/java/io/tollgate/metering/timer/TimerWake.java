package io.tollgate.metering.timer;

/** Makes this node's worker look for due timers at once. */
@FunctionalInterface
public interface TimerWake {

  void wake();
}
