package io.tollgate.metering.replay;

import io.tollgate.rules.quota.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quota as the ledger has it now.
 *
 * @param quota as it was granted: a release since then has not shortened its period
 * @param drawnUnits what is gone from it
 * @param releasedAt when its package was released; null while it lives
 */
public record SlotQuota(
    long slotNo,
    long packageNo,
    Quota quota,
    long drawnUnits,
    @Nullable Instant releasedAt) {}
