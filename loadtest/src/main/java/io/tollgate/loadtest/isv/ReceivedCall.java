package io.tollgate.loadtest.isv;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * One call that reached the production server, and what became of it.
 *
 * @param arrivedAt when the request had been read, by the wall clock
 * @param arrivedNanos the same moment by {@link System#nanoTime()}, for intervals
 * @param activity what the call asks for; for a kit call the last part of its path
 * @param members the body's members, or the query's
 * @param proof whether its signature held
 * @param resultCode what the server answers; empty while it hangs
 */
public record ReceivedCall(
    Instant arrivedAt,
    long arrivedNanos,
    Generation generation,
    String activity,
    JsonNode members,
    Proof proof,
    String resultCode) {

  /** Which of the marketplace's interfaces a call came by. */
  public enum Generation {
    V2,
    V2_KIT,
    V1,
    V1_KIT;

    boolean isKit() {
      return this == V2_KIT || this == V1_KIT;
    }

    /** Whether the reply has to be signed. */
    boolean isV1() {
      return this == V1 || this == V1_KIT;
    }
  }

  /** What the verification of a call's signature found. */
  public enum Proof {
    HOLDS,
    MISSING,
    WRONG,
    STALE,
    NONCE_SEEN
  }

  public boolean isProven() {
    return proof == Proof.HOLDS;
  }

  /** The member {@code name} as text; empty where it is absent. */
  public String member(String name) {
    return members.path(name).asString("");
  }

  public String instanceId() {
    return member("instanceId");
  }

  /** FREEZE, UNFREEZE or, by V1, NORMAL; empty for any other call. */
  public String status() {
    return generation == Generation.V1 ? member("instanceStatus") : member("status");
  }
}
