package io.tollgate.metering.instance;

/** The kinds of timers that concern instances, and what their subjects are. */
public final class InstanceTimers {

  /** A freeze reason's retention is over. Subject: instance number, colon, reason. */
  public static final String RELEASE = "INSTANCE_RELEASE";

  /** A quota passed a level. Subject: quota number, colon, 80, 95 or 100. */
  public static final String QUOTA_LEVEL = "QUOTA_LEVEL";

  /** A reset period or a validity of a stop-before-excess package ends. Subject: slot number. */
  public static final String SLOT_BOUNDARY = "SLOT_BOUNDARY";

  /** The grace of an expired subscription is over. Subject: instance number. */
  public static final String GRACE_OVER = "INSTANCE_GRACE_OVER";

  /** An expired package is kept no longer. Subject: instance number. */
  public static final String PACKAGE_OVER = "PACKAGE_OVER";

  /** A trial ends soon. Subject: instance number. */
  public static final String TRIAL_REMINDER = "TRIAL_REMINDER";

  /** So many change in one transaction, which is to stay short for whoever waits for it. */
  static final int TOGETHER = 128;

  private InstanceTimers() {}
}
