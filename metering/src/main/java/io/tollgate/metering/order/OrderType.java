package io.tollgate.metering.order;

/** What an order is for. */
public enum OrderType {
  NEW,
  TRIAL,
  TRIAL_TO_FORMAL,
  RENEW,
  CHANGE,
  UNSUBSCRIBE;

  /** Whether it brings new instances; else it is about one that exists. */
  public boolean opens() {
    return this == NEW || this == TRIAL;
  }
}
