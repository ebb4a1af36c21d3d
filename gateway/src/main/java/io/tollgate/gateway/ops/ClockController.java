package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.clock.ClockMovedBackException;
import io.tollgate.metering.clock.TestClock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The test clock (contract 3.9). */
@RestController
@RequestMapping("/ops/v1/clock")
@ConditionalOnProperty(name = "tollgate.clock", havingValue = "test")
class ClockController {

  private final TestClock clock;

  ClockController(TestClock clock) {
    this.clock = clock;
  }

  @GetMapping
  Mono<Now> read() {
    return clock.read().map(Now::new);
  }

  /** Replies after everything due up to then has run. */
  @PostMapping
  Mono<Now> move(@RequestBody Move move) {
    return clock
        .read()
        .flatMap(now -> clock.moveTo(target(move, now)))
        .map(Now::new)
        .onErrorMap(
            ClockMovedBackException.class,
            back -> Problem.unprocessable(String.valueOf(back.getMessage())).asException());
  }

  private Instant target(Move move, Instant present) {
    var now = move.now();
    var advance = move.advance();
    if (now != null && advance == null) {
      return now;
    }
    if (advance != null && now == null) {
      return after(present, advance);
    }
    throw Problem.invalid("", "body: " + move + " (expected: either now or advance)")
        .asException();
  }

  private Instant after(Instant present, String advance) {
    try {
      return advance.contains("T")
          ? present.plus(Duration.parse(advance))
          : present.atZone(clock.zone()).plus(Period.parse(advance)).toInstant();
    } catch (DateTimeException | ArithmeticException noDuration) {
      throw Problem.invalid(
              "/advance", "advance: " + advance + " (expected: an ISO 8601 duration such as PT1H)")
          .asException();
    }
  }

  record Move(@Nullable Instant now, @Nullable String advance) {}

  record Now(Instant now) {}
}
