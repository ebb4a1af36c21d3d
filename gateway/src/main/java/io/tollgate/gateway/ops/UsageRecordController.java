package io.tollgate.gateway.ops;

import io.tollgate.gateway.history.HistoryPages;
import io.tollgate.gateway.history.UsageRecordView;
import io.tollgate.gateway.ops.UsageRecordAnswers.ExplainedAnswer;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.inquiry.UsageInquiry;
import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvRegistry;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Usage records and why they are what they are (contract 3.7). */
@RestController
@RequestMapping("/ops/v1/usage-records")
class UsageRecordController {

  private final HistoryPages pages;
  private final UsageInquiry inquiry;
  private final IsvRegistry isvs;

  UsageRecordController(HistoryPages pages, UsageInquiry inquiry, IsvRegistry isvs) {
    this.pages = pages;
    this.inquiry = inquiry;
    this.isvs = isvs;
  }

  @GetMapping
  Mono<Page<UsageRecordView>> list(
      @RequestParam(required = false) @Nullable String isvId,
      @RequestParam(required = false) @Nullable String instanceId,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1_000) int limit) {
    if (isvId == null) {
      return pages.read(null, instanceId, state, after, limit);
    }
    return isvs.find(isvId)
        .map(Isv::isvNo)
        .flatMap(isvNo -> pages.read(isvNo, instanceId, state, after, limit))
        .defaultIfEmpty(new Page<>(List.of(), after, false));
  }

  @GetMapping("/{isvId}/{meteringSn}")
  Mono<ExplainedAnswer> explain(@PathVariable String isvId, @PathVariable String meteringSn) {
    return inquiry
        .explain(isvId, meteringSn)
        .map(ExplainedAnswer::of)
        .switchIfEmpty(Mono.error(
            () -> Problem.notFound("usage record", isvId + "/" + meteringSn).asException()));
  }
}
