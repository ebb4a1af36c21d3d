package io.tollgate.gateway.outbound;

import static io.tollgate.metering.delivery.CallMembers.BUSINESS_ID;
import static java.time.ZoneOffset.UTC;

import io.tollgate.metering.delivery.ProductionCall;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** How facts are written in either generation. */
final class WireMembers {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(UTC);

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(UTC);

  private static final int NONCE_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private WireMembers() {}

  /** {@code yyyyMMddHHmmss} in UTC. */
  static String seconds(Instant instant) {
    return SECONDS.format(instant);
  }

  /** {@code yyyyMMddHHmmssSSS} in UTC. */
  static String millis(Instant instant) {
    return MILLIS.format(instant);
  }

  static String nonce() {
    var bytes = new byte[NONCE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Differs on every request; that of the first is the id the ISV is advised to take. */
  static @Nullable Object businessId(ProductionCall call) {
    var first = call.members().get(BUSINESS_ID);
    return first == null || call.attempt() == 1 ? first : first + "-" + call.attempt();
  }
}
