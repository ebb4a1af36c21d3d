package io.tollgate.rules.catalogue;

import io.tollgate.rules.usage.Cycle;

/**
 * What usage is counted and priced in (计费项).
 *
 * @param productId its name in the marketplace protocol
 * @param unit what one of it is called, such as "message"
 * @param cycle how often its usage is collected
 */
public record BillingItem(String productId, String name, String unit, Cycle cycle, Price price) {}
