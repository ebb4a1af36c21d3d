package io.tollgate.metering.collection;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * A closing that is being written: numbers its aggregates, sums them up and hashes them. Memory does
 * not grow with what passes through. Not thread-safe; steps of one pipeline use it one by one.
 */
public final class OpenClosing {

  private final long closingNo;
  private final long firstSequence;
  private final Instant collectedAt;
  private final ClosingChain chain;
  private long nextSequence;
  private long records;
  private BigDecimal units = BigDecimal.ZERO;
  private BigDecimal amount = BigDecimal.ZERO;

  /** Opens the closing that follows {@code end}. */
  public OpenClosing(FeedEnd end, Instant collectedAt) {
    this.closingNo = end.closingNo() + 1;
    this.firstSequence = end.sequence() + 1;
    this.nextSequence = firstSequence;
    this.collectedAt = collectedAt;
    this.chain = ClosingChain.after(end.sha256());
  }

  public long closingNo() {
    return closingNo;
  }

  long firstSequence() {
    return firstSequence;
  }

  public Instant collectedAt() {
    return collectedAt;
  }

  /** Publishes {@code rated} as the next aggregates, in this order. */
  public List<FeedAggregate> publish(List<RatedUsage> rated) {
    return rated.stream().map(this::publish).toList();
  }

  private FeedAggregate publish(RatedUsage rated) {
    var aggregate = FeedAggregate.of(nextSequence++, collectedAt, rated);
    chain.add(aggregate.document());
    records += rated.recordCount();
    units = units.add(BigDecimal.valueOf(rated.quantity().units()));
    amount = amount.add(rated.amount());
    return aggregate;
  }

  /** Ends it; nothing may be published afterwards. */
  public Closing close() {
    var aggregates = nextSequence - firstSequence;
    return new Closing(
        closingNo,
        collectedAt,
        aggregates,
        records,
        units,
        amount,
        aggregates == 0 ? null : firstSequence,
        aggregates == 0 ? null : nextSequence - 1,
        chain.sha256Hex());
  }
}
