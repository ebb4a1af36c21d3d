package io.tollgate.metering.collection;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The end of a stretch of the feed that was written at once.
 *
 * @param closingNo counts from 1 without a gap
 * @param units sum of the aggregates' quantities, in 1/10,000; may pass what one quantity may be
 * @param amount sum of the aggregates' amounts
 * @param firstSequence null where the stretch is empty, as is {@code lastSequence}
 * @param sha256 hex, over the closing before and this stretch; see {@link ClosingChain}
 */
public record Closing(
    long closingNo,
    Instant collectedAt,
    long aggregates,
    long records,
    BigDecimal units,
    BigDecimal amount,
    @Nullable Long firstSequence,
    @Nullable Long lastSequence,
    String sha256) {}
