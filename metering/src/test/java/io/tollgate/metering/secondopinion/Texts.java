package io.tollgate.metering.secondopinion;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** How decimals and times read, whoever wrote them. */
final class Texts {

  /** Asia/Shanghai, which has known no summer time since 1991. */
  static final ZoneOffset OFFSET = ZoneOffset.ofHours(8);

  private Texts() {}

  static String of(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  static String of(LocalDateTime local) {
    return instant(local).toString();
  }

  static Instant instant(LocalDateTime local) {
    return local.toInstant(OFFSET);
  }
}
