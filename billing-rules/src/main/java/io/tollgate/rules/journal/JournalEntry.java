package io.tollgate.rules.journal;

import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One movement of money: postings that add up to zero (contract 5.8).
 *
 * <p>An entry that does not balance cannot be built. The factories below are all the movements
 * there are; a movement of nothing is no movement, so a zero amount is refused and the caller
 * leaves the entry out.
 *
 * @param occurredAt business time
 * @param reference what it was for: an order, an aggregate, a statement, a payment
 */
public record JournalEntry(
    EntryKind kind, Instant occurredAt, String reference, List<Posting> postings) {

  public JournalEntry {
    postings = List.copyOf(postings);
    var sum = sumOf(postings);
    if (!sum.isZero()) {
      throw new IllegalArgumentException(
          "postings: sum " + sum + " (expected: 0, at least two postings)");
    }
  }

  private static Money sumOf(List<Posting> postings) {
    return postings.stream()
        .map(Posting::amount)
        .reduce(Money::plus)
        .orElseThrow(() -> new IllegalArgumentException("postings: none (expected: at least two)"));
  }

  /** The customer pays in {@code amount}; positive. */
  public static JournalEntry topUp(
      String customerId, Money amount, String reference, Instant occurredAt) {
    requirePositive(amount);
    return between(
        EntryKind.TOP_UP,
        Account.CASH,
        Account.customer(customerId),
        amount,
        reference,
        occurredAt);
  }

  /** The customer buys something for {@code price}; positive. */
  public static JournalEntry purchase(
      String customerId, Money price, String reference, Instant occurredAt) {
    requirePositive(price);
    return charge(EntryKind.PURCHASE, customerId, price, reference, occurredAt);
  }

  /** A collection charges {@code amount} of usage; positive. */
  public static JournalEntry usage(
      String customerId, Money amount, String reference, Instant occurredAt) {
    requirePositive(amount);
    return charge(EntryKind.USAGE, customerId, amount, reference, occurredAt);
  }

  /** The customer gets {@code amount} back; positive. */
  public static JournalEntry refund(
      String customerId, Money amount, String reference, Instant occurredAt) {
    requirePositive(amount);
    return charge(EntryKind.REFUND, customerId, amount.negated(), reference, occurredAt);
  }

  /**
   * Usage charged before costs {@code difference} more, or less where it is negative; not zero.
   */
  public static JournalEntry adjustment(
      String customerId, Money difference, String reference, Instant occurredAt) {
    return charge(EntryKind.ADJUSTMENT, customerId, difference, reference, occurredAt);
  }

  /**
   * A statement shares out what was sold: {@code toIsv} to the ISV and {@code fee} to the platform.
   * Either may be zero, and negative where refunds outweigh sales; not both zero.
   */
  public static JournalEntry settlement(
      String isvId, Money toIsv, Money fee, String reference, Instant occurredAt) {
    var postings = new ArrayList<Posting>(3);
    addUnlessZero(postings, Account.SUSPENSE, toIsv.plus(fee).negated());
    addUnlessZero(postings, Account.isv(isvId), toIsv);
    addUnlessZero(postings, Account.FEE, fee);
    return new JournalEntry(EntryKind.SETTLEMENT, occurredAt, reference, postings);
  }

  private static JournalEntry charge(
      EntryKind kind, String customerId, Money amount, String reference, Instant occurredAt) {
    return between(
        kind, Account.customer(customerId), Account.SUSPENSE, amount, reference, occurredAt);
  }

  private static JournalEntry between(
      EntryKind kind,
      Account from,
      Account to,
      Money amount,
      String reference,
      Instant occurredAt) {
    var postings = Arrays.asList(new Posting(from, amount.negated()), new Posting(to, amount));
    return new JournalEntry(kind, occurredAt, reference, postings);
  }

  private static void addUnlessZero(List<Posting> postings, Account account, Money amount) {
    if (!amount.isZero()) {
      postings.add(new Posting(account, amount));
    }
  }

  private static void requirePositive(Money amount) {
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("amount: " + amount + " (expected: > 0)");
    }
  }
}
