package io.tollgate.metering.delivery;

import java.util.Map;

/**
 * One attempt at a call.
 *
 * @param attempt counts from 1
 * @param productionUrl as the catalogue holds it; not trusted
 */
public record ProductionCall(
    long deliveryNo,
    int attempt,
    Activity activity,
    Generation generation,
    int isvNo,
    String productionUrl,
    Map<String, Object> members) {

  public ProductionCall {
    members = Map.copyOf(members);
  }
}
