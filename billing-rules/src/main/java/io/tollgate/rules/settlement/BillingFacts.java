package io.tollgate.rules.settlement;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * All that decides whether a transaction can be on a statement.
 *
 * @param trial whether it is part of a trial
 * @param supervised whether its service is supervised (服务监管): it is billed once accepted
 * @param acceptedAt when supervision was completed, if it was
 * @param creditUnpaid whether the customer buys on credit and its bill of the attribution month is
 *     not repaid
 * @param effectiveAt when it took or takes effect, if known; for usage the end of its cycle
 * @param attributed the month it belongs to, see {@link Attribution}; of no weight while it is not
 *     in effect
 */
public record BillingFacts(
    boolean trial,
    boolean supervised,
    Optional<Instant> acceptedAt,
    boolean creditUnpaid,
    Optional<Instant> effectiveAt,
    YearMonth attributed) {}
