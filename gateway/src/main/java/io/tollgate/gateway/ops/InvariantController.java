package io.tollgate.gateway.ops;

import io.tollgate.metering.invariant.InvariantLog;
import io.tollgate.metering.invariant.InvariantResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What the continuous check of the ledger found last. */
@RestController
@RequestMapping("/ops/v1/invariants")
class InvariantController {

  private final InvariantLog log;

  InvariantController(InvariantLog log) {
    this.log = log;
  }

  /** All of them, on one page. */
  @GetMapping
  Mono<Results> list() {
    return log.results()
        .map(results -> results.stream().map(Result::of).toList())
        .map(items -> new Results(items, null, false));
  }

  record Results(List<Result> items, @Nullable String next, boolean hasMore) {}

  /**
   * @param checkedAt when the last step was made
   * @param finishedAt when the last full round ended
   * @param examined rows the last full round saw
   * @param broken rows that break it; none is expected, ever
   * @param samples some of them, in words
   */
  record Result(
      String invariant,
      String statement,
      InvariantResult.State state,
      @Nullable Instant checkedAt,
      @Nullable Instant finishedAt,
      long examined,
      long broken,
      List<String> samples) {

    static Result of(InvariantResult result) {
      return new Result(
          result.invariant().name(),
          result.invariant().statement(),
          result.state(),
          result.checkedAt(),
          result.finishedAt(),
          result.examined(),
          result.broken(),
          result.samples());
    }
  }
}
