package io.tollgate.loadtest.isv;

/**
 * The access keys that the marketplace signs its calls with.
 *
 * @param basic bound to the basic interfaces, also V1 and the usage push
 * @param kit bound to the kit interfaces
 */
public record ProductionKeys(String basic, String kit) {

  /** Leaves the keys out, so that no log line can carry them. */
  @Override
  public String toString() {
    return "ProductionKeys[…]";
  }
}
