package io.tollgate.metering.correction;

import io.tollgate.rules.quantity.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * What a usage record should have said.
 *
 * @param quantity the right one; 0 takes the record back
 * @param replaces the correction that this one supersedes; null for a record's first correction
 */
public record CorrectionRequest(
    String isvId,
    String meteringSn,
    Quantity quantity,
    String reason,
    @Nullable Long replaces) {}
