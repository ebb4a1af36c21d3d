package io.tollgate.metering.delivery;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call that is owed to an ISV.
 *
 * @param license whether it is about a product that is delivered as licences
 * @param attemptCount how often it left, counted before it leaves
 */
public record Delivery(
    long deliveryNo,
    Activity activity,
    Generation generation,
    boolean license,
    int isvNo,
    int productNo,
    @Nullable Long instanceNo,
    @Nullable Long orderNo,
    String productionUrl,
    Map<String, Object> members,
    int attemptCount) {

  public Delivery {
    members = Map.copyOf(members);
  }
}
