package io.tollgate.metering.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param before JSON of what was; null where there was nothing
 * @param after JSON of what came of it; null where nothing is left
 */
public record AuditEntry(
    long auditNo,
    Instant at,
    String actor,
    String action,
    String subject,
    @Nullable String before,
    @Nullable String after) {}
