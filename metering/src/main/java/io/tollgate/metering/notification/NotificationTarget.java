package io.tollgate.metering.notification;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told of events.
 *
 * @param isvId whose events; null where it is the operator, who hears of all
 * @param address a URL or a mail address; not trusted
 * @param events types as the contract names them, or {@code *} for all
 */
public record NotificationTarget(
    String targetId,
    Scope scope,
    @Nullable String isvId,
    Kind kind,
    String address,
    List<String> events,
    Instant createdAt) {

  /** All events. */
  public static final String EVERYTHING = "*";

  public NotificationTarget {
    events = List.copyOf(events);
  }

  /** Whose events are told. */
  public enum Scope {
    OPERATOR,
    ISV
  }

  /** How they are told. */
  public enum Kind {
    WEBHOOK,
    MAIL
  }
}
