package io.tollgate.metering.catalogue;

import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.catalogue.SkuDefinition;
import java.time.Instant;

/**
 * A specification in the catalogue.
 *
 * @param definition as it was created
 * @param sku what the billing rules read in it
 */
public record ListedSku(
    int skuNo, int productNo, SkuDefinition definition, Sku sku, Instant createdAt) {}
