package io.tollgate.metering.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. The parties it names decide who may be told.
 *
 * @param isvNo the ISV it concerns, who may listen too; null where it is the operator's alone
 * @param data what a listener is told besides type and time; no secrets, decimals as text
 */
public record Event(
    EventType type,
    @Nullable Integer isvNo,
    @Nullable Integer customerNo,
    @Nullable Long instanceNo,
    Map<String, Object> data) {

  public Event {
    data = Map.copyOf(data);
  }
}
