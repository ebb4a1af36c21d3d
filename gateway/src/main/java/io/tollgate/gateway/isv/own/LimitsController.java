package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.ratelimit.RateLimitProperties;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.rules.quantity.Quantity;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the usage push as data, so that an ISV's system need not have them built in. */
@RestController
class LimitsController {

  private static final int MOST_BODY_BYTES = 1 << 20;

  private static final Duration LATENESS_WINDOW = Duration.ofDays(21);
  private static final Duration FUTURE_END_TIME = Duration.ofMinutes(5);

  private final Limits limits;

  LimitsController(RateLimitProperties rateLimit, BusinessClock clock) {
    this.limits = new Limits(
        UsagePushParser.MOST_RECORDS,
        MOST_BODY_BYTES,
        Quantity.DECIMALS,
        Quantity.LARGEST_RECORD.toString(),
        LATENESS_WINDOW,
        new ClockSkew(PushProof.WINDOW, SdkSignature.DATE_WINDOW, FUTURE_END_TIME),
        new Cycles(60, 1_440),
        new Collection(15, "01:00", clock.zone().getId()),
        new Rate(rateLimit.requestsPerSecond(), rateLimit.burst()));
  }

  @GetMapping("/isv/v1/limits")
  Limits limits() {
    return limits;
  }

  /**
   * The rules.
   *
   * @param latenessWindow how long ago a record may begin
   */
  record Limits(
      int recordsPerRequest,
      int bytesPerRequest,
      int decimals,
      String largestQuantity,
      Duration latenessWindow,
      ClockSkew clockSkew,
      Cycles cycleMinutes,
      Collection collection,
      Rate rateLimit) {}

  /** How far clocks may differ: of the ts, of X-Sdk-Date, and of a record's end. */
  record ClockSkew(Duration usagePush, Duration akSk, Duration endTime) {}

  /** How long a cycle is. */
  record Cycles(int hourly, int daily) {}

  /** When a cycle is collected: the minute of the next hour, the time of the next day. */
  record Collection(int hourlyMinute, String dailyTime, String zone) {}

  /** How often an ISV may call one node. */
  record Rate(int requestsPerSecond, int burst) {}
}
