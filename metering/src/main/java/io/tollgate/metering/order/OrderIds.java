package io.tollgate.metering.order;

import io.tollgate.metering.clock.BusinessClock;
import java.security.SecureRandom;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** Makes ids as the marketplace writes them: {@code CS}, the minute, and what nobody can guess. */
@Component
class OrderIds {

  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyMMddHHmm");
  private static final String LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int RANDOM_LETTERS = 10;
  private static final int ID_BYTES = 16;

  private final BusinessClock clock;
  private final SecureRandom random = new SecureRandom();

  OrderIds(BusinessClock clock) {
    this.clock = clock;
  }

  String orderId() {
    var id = new StringBuilder("CS").append(MINUTE.format(clock.now().atZone(clock.zone())));
    for (var i = 0; i < RANDOM_LETTERS; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  /** Lines count from 1. */
  static String lineId(String orderId, int line) {
    return "%s-%06d".formatted(orderId, line);
  }

  /** What the ISV is advised to name the instance. */
  String businessId() {
    var bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** What a customer types in, so without letters that look alike. */
  String licenseCode() {
    var code = new StringBuilder("LC");
    for (var i = 0; i < 2 * RANDOM_LETTERS; i++) {
      code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return code.toString();
  }
}
