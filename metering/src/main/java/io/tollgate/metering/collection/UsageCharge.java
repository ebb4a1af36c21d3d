package io.tollgate.metering.collection;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.collection.ChargeSums.ChargeSum;
import io.tollgate.rules.journal.JournalEntry;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Charges customers for a closing: one journal entry for each customer and currency, of kind USAGE;
 * differences to what was charged before are an entry of their own, of kind ADJUSTMENT. The entry's
 * reference names the closing, and through it every aggregate it adds up.
 */
@Component
public final class UsageCharge {

  private final ChargeSums sums;
  private final Journal journal;

  UsageCharge(ChargeSums sums, Journal journal) {
    this.sums = sums;
    this.journal = journal;
  }

  /** Joins the caller's transaction and holds the end of the journal from then on. */
  public Mono<Void> charge(Closing closing) {
    if (closing.aggregates() == 0) {
      return Mono.empty();
    }
    return sums.of(closing).collectList().flatMap(all -> journal.postAll(entries(all, closing)));
  }

  private static List<JournalEntry> entries(List<ChargeSum> sums, Closing closing) {
    return sums.stream().map(sum -> entry(sum, closing)).toList();
  }

  private static JournalEntry entry(ChargeSum sum, Closing closing) {
    var reference = "closing:" + closing.closingNo();
    return sum.isAdjustment()
        ? JournalEntry.adjustment(sum.customerId(), sum.amount(), reference, closing.collectedAt())
        : JournalEntry.usage(sum.customerId(), sum.amount(), reference, closing.collectedAt());
  }
}
