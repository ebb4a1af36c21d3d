package io.tollgate.loadtest.puller;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Recomputes one closing from the aggregates that were pulled: its link of the chain, its counts
 * and its sums.
 */
final class ClosingProof {

  /** What the first closing is chained to. */
  static final String BEGINNING = "0".repeat(64);

  private static final byte LINE_FEED = '\n';

  private final MessageDigest digest = sha256();
  private long aggregates;
  private long records;
  private BigDecimal quantity = BigDecimal.ZERO;
  private BigDecimal amount = BigDecimal.ZERO;

  ClosingProof(String previousSha256) {
    digest.update(previousSha256.getBytes(UTF_8));
    digest.update(LINE_FEED);
  }

  /** Takes the next aggregate in the order of the feed; returns its canonical text. */
  String add(JsonNode aggregate) {
    var canonical = CanonicalJson.of(aggregate);
    digest.update(canonical.getBytes(UTF_8));
    digest.update(LINE_FEED);
    aggregates++;
    records += aggregate.path("recordCount").asLong();
    quantity = quantity.add(new BigDecimal(aggregate.path("quantity").asString()));
    amount = amount.add(new BigDecimal(aggregate.path("amount").asString()));
    return canonical;
  }

  /** What differs from the gateway's own word; empty when the closing is proven. Ask only once. */
  Optional<String> difference(Closing closing) {
    var sha256 = HexFormat.of().formatHex(digest.digest());
    if (aggregates != closing.aggregates()) {
      return differs(closing, "aggregates", aggregates, closing.aggregates());
    }
    if (!sha256.equals(closing.sha256())) {
      return differs(closing, "sha256", sha256, closing.sha256());
    }
    if (records != closing.records()) {
      return differs(closing, "records", records, closing.records());
    }
    if (quantity.compareTo(closing.quantity()) != 0) {
      return differs(closing, "quantity", quantity, closing.quantity());
    }
    if (amount.compareTo(closing.amount()) != 0) {
      return differs(closing, "amount", amount, closing.amount());
    }
    return Optional.empty();
  }

  private static Optional<String> differs(
      Closing closing, String what, Object pulled, Object stated) {
    return Optional.of("closing %s: %s of what was pulled: %s (stated: %s)"
        .formatted(closing.closingId(), what, pulled, stated));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
