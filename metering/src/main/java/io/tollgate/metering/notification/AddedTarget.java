package io.tollgate.metering.notification;

import org.jspecify.annotations.Nullable;

/** What became of the wish to add a target. */
public sealed interface AddedTarget {

  /**
   * @param secret what a webhook is signed with, shown this once; null for mail
   */
  record Added(NotificationTarget target, @Nullable String secret) implements AddedTarget {

    @Override
    public String toString() {
      return "Added[" + target + "]";
    }
  }

  record UnknownIsv(String isvId) implements AddedTarget {}
}
