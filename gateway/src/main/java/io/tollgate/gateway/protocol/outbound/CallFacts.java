package io.tollgate.gateway.protocol.outbound;

import io.tollgate.metering.delivery.CallMembers;
import io.tollgate.metering.delivery.ProductionCall;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The facts of a call as the wire formats need them: as text, in the protocol's times. */
final class CallFacts {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final ProductionCall call;

  CallFacts(ProductionCall call) {
    this.call = call;
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalArgumentException("%s: missing (expected: a value, in every %s)"
                .formatted(name, call.activity().wireName())));
  }

  /** The fact as text; empty where it is absent or blank. */
  Optional<String> optional(String name) {
    return Optional.ofNullable(call.members().get(name))
        .map(String::valueOf)
        .filter(text -> !text.isBlank());
  }

  Map<String, Object> members() {
    return call.members();
  }

  /** Different on every attempt, and on the first one the id that the ISV takes for its instance. */
  String businessId() {
    var first = required(CallMembers.BUSINESS_ID);
    return call.attempt() <= 1 ? first : first + "-" + call.attempt();
  }

  boolean isTrial() {
    return optional(CallMembers.TRIAL).map(Boolean::parseBoolean).orElse(false);
  }

  /** A time as {@code yyyyMMddHHmmss} UTC. */
  Optional<String> seconds(String name) {
    return optional(name).map(Instant::parse).map(SECONDS::format);
  }

  /** A time as {@code yyyyMMddHHmmssSSS} UTC. */
  static String milliseconds(Instant instant) {
    return MILLISECONDS.format(instant);
  }

  @Nullable
  Object raw(String name) {
    return call.members().get(name);
  }
}
