package io.tollgate.metering.collection;

import io.tollgate.rules.catalogue.Price;

/**
 * A billing item with what its aggregates say about it. None of it changes once it was sold.
 *
 * @param price per unit, graduated or by volume
 */
public record MeteredItem(
    int itemNo,
    String productId,
    String skuCode,
    int productNo,
    String productCode,
    int isvNo,
    String isvId,
    Price price) {}
