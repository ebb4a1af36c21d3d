package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.history.HistoryPages;
import io.tollgate.gateway.history.UsageRecordView;
import io.tollgate.gateway.isv.authentication.CallingIsv;
import io.tollgate.gateway.page.Page;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** An ISV's own usage records and what became of them. */
@RestController
class OwnUsageRecordsController {

  private final HistoryPages pages;

  OwnUsageRecordsController(HistoryPages pages) {
    this.pages = pages;
  }

  @GetMapping("/isv/v1/usage-records")
  Mono<Page<UsageRecordView>> list(
      CallingIsv isv,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String instanceId,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(defaultValue = "100") @Min(1) @Max(1_000) int limit) {
    return pages.read(isv.isvNo(), instanceId, state, after, limit);
  }
}
