package io.tollgate.metering.reconciliation;

import io.tollgate.rules.usage.Cycle;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One cycle of all instances. Quantities are as corrected, in 1/10,000.
 *
 * @param accepted what the ledger of usage records holds
 * @param collected what the aggregates hold
 * @param waiting what the ledger holds and no collection has reached
 * @param deducted the part of {@code accepted} that packages gave
 */
public record CycleBalance(
    Instant cycleStart,
    Cycle cycle,
    Count accepted,
    Count collected,
    Count waiting,
    BigDecimal deducted,
    BigDecimal onDemand,
    BigDecimal overage) {}
