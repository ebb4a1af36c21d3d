package io.tollgate.rules.collection;

import io.tollgate.rules.quota.Draw;
import io.tollgate.rules.usage.CycleWindow;
import java.util.List;

/**
 * What a collection needs to know of one accepted record, after any correction made to it so far.
 *
 * <p>Its units are exactly what was drawn, what is on demand and what is overage.
 *
 * @param instanceNo our own number of the pay-per-use instance
 * @param cycle the cycle it belongs to
 */
public record CollectedRecord(
    long instanceNo,
    CycleWindow cycle,
    long units,
    List<Draw> draws,
    long onDemandUnits,
    long overageUnits) {

  public CollectedRecord {
    draws = List.copyOf(draws);
    var accounted = onDemandUnits + overageUnits;
    for (var draw : draws) {
      accounted += draw.units();
    }
    if (units != accounted) {
      throw new IllegalArgumentException("units: " + units + " (expected: " + accounted
          + ", what was drawn, on demand and overage)");
    }
  }
}
