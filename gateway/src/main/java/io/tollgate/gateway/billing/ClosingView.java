package io.tollgate.gateway.billing;

import io.tollgate.metering.collection.Closing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A closing as JSON; an empty one has no sequences. */
record ClosingView(
    String closingId,
    Instant collectedAt,
    long aggregates,
    long records,
    String quantity,
    String amount,
    @Nullable String firstSequence,
    @Nullable String lastSequence,
    String sha256) {

  static ClosingView of(Closing closing) {
    return new ClosingView(
        Long.toString(closing.closingNo()),
        closing.collectedAt(),
        closing.aggregates(),
        closing.records(),
        DecimalText.ofUnits(closing.units()),
        DecimalText.of(closing.amount()),
        text(closing.firstSequence()),
        text(closing.lastSequence()),
        closing.sha256());
  }

  private static @Nullable String text(@Nullable Long number) {
    return number == null ? null : number.toString();
  }
}
