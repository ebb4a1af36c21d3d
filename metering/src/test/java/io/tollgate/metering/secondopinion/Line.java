package io.tollgate.metering.secondopinion;

import java.util.Map;

/**
 * One aggregate of the feed as it reads.
 *
 * @param productId the billing item
 * @param cycleStart in UTC
 */
record Line(
    String kind,
    String productId,
    String cycleStart,
    String cycleEnd,
    String quantity,
    Map<String, String> deductions,
    String onDemand,
    String overage,
    String amount,
    int records) {}
