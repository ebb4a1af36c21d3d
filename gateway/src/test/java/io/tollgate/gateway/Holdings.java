package io.tollgate.gateway;

import io.tollgate.testing.Stores;
import java.sql.SQLException;

/**
 * Everything the stores hold of what ISVs' calls leave behind, counted over all ISVs. A refused call
 * leaves every figure as it was, but for the entries of its refused records.
 *
 * @param identities by which a record is known again
 * @param drawnUnits from all packages
 * @param nonces that are used up
 */
public record Holdings(
    long accepted,
    long identities,
    long refused,
    long drawnUnits,
    long activations,
    long heartbeats,
    long nonces) {

  private static final String COUNTS = """
      SELECT (SELECT count(*) FROM usage_record),
        (SELECT count(*) FROM usage_identity),
        (SELECT count(*) FROM usage_refused),
        (SELECT coalesce(sum(drawn), 0) FROM quota),
        (SELECT count(*) FROM instance JOIN product USING (product_no)
         WHERE delivery = 'LICENSE' AND activated_at IS NOT NULL),
        (SELECT count(*) FROM license_heartbeat)
      """;

  /** What {@code stores} hold now. */
  public static Holdings of(Stores stores) {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var counts = statement.executeQuery(COUNTS)) {
      counts.next();
      return new Holdings(
          counts.getLong(1),
          counts.getLong(2),
          counts.getLong(3),
          counts.getLong(4),
          counts.getLong(5),
          counts.getLong(6),
          stores.countRedisKeys("tollgate:nonce:*"));
    } catch (SQLException e) {
      throw new IllegalStateException("The stores cannot be counted", e);
    }
  }

  /** With {@code count} records more, none of which draws. */
  public Holdings withAccepted(int count) {
    return new Holdings(
        accepted + count, identities + count, refused, drawnUnits, activations, heartbeats, nonces);
  }

  public Holdings withRefused(int count) {
    return new Holdings(
        accepted, identities, refused + count, drawnUnits, activations, heartbeats, nonces);
  }

  public Holdings withDrawn(long units) {
    return new Holdings(
        accepted, identities, refused, drawnUnits + units, activations, heartbeats, nonces);
  }

  public Holdings withActivation() {
    return new Holdings(
        accepted, identities, refused, drawnUnits, activations + 1, heartbeats, nonces);
  }

  public Holdings withHeartbeat() {
    return new Holdings(
        accepted, identities, refused, drawnUnits, activations, heartbeats + 1, nonces);
  }

  public Holdings withNonce() {
    return new Holdings(
        accepted, identities, refused, drawnUnits, activations, heartbeats, nonces + 1);
  }
}
