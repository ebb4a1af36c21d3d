package io.tollgate.gateway.ops;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.metering.audit.AuditEntry;
import io.tollgate.metering.audit.AuditLog;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who changed what, and when. */
@RestController
@RequestMapping("/ops/v1/audit-log")
class AuditController {

  private final AuditLog audit;

  AuditController(AuditLog audit) {
    this.audit = audit;
  }

  @GetMapping
  Mono<Page<Change>> read(
      @RequestParam(required = false) @Nullable String subject, PageQuery page) {
    return audit
        .read(subject, page.after(), page.fetchLimit())
        .map(entries -> Page.of(entries, page, AuditEntry::auditNo).map(Change::of));
  }

  record Change(
      Instant at,
      String actor,
      String action,
      String subject,
      @JsonRawValue @Nullable String before,
      @JsonRawValue @Nullable String after) {

    static Change of(AuditEntry entry) {
      return new Change(
          entry.at(),
          entry.actor(),
          entry.action(),
          entry.subject(),
          entry.before(),
          entry.after());
    }
  }
}
