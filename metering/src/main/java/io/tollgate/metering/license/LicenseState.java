package io.tollgate.metering.license;

/** Where a licence is in its life. */
public enum LicenseState {
  /** Sold, and its time does not run yet. */
  ISSUED,
  /** Activated and valid. */
  ALIVE,
  /** Not usable for now. */
  FROZEN,
  /** Its time is over; it may still be renewed. */
  EXPIRED,
  /** Over for good. */
  RELEASED
}
