package io.tollgate.rules.catalogue;

import io.tollgate.rules.quantity.Quantity;

/**
 * What a package holds of one billing item.
 *
 * @param productId the billing item
 * @param quantity per reset period, or for the whole validity where there is no reset
 */
public record PackageContent(String productId, Quantity quantity) {}
