package io.tollgate.metering.instance;

/** How what an instance gives is paid for. */
public enum InstanceKind {
  ON_DEMAND,
  PACKAGE,
  PERIOD,
  ONE_TIME
}
