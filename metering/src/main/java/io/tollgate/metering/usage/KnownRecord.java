package io.tollgate.metering.usage;

import io.tollgate.metering.usage.UsageRecord.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that the ledger holds, as far as it takes to recognise it.
 *
 * @param sequence the recorded order of acceptance in its slot, 0 where no quota was asked
 */
public record KnownRecord(
    int isvNo,
    @Nullable String meteringSn,
    Window window,
    Instant recordTime,
    long units,
    long recordNo,
    long sequence) {}
