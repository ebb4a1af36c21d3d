package io.tollgate.metering.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A target as somebody wants it added; {@code isvId} is set if and only if the scope is ISV. */
public record NewTarget(
    NotificationTarget.Scope scope,
    @Nullable String isvId,
    NotificationTarget.Kind kind,
    String address,
    List<String> events) {

  public NewTarget {
    events = List.copyOf(events);
  }
}
