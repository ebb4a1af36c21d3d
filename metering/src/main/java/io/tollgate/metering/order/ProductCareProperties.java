package io.tollgate.metering.order;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param failedOrders how many orders of a product may fail in a calendar month
 * @param delist whether a failing product is taken off the market
 */
@ConfigurationProperties("tollgate.product-care")
record ProductCareProperties(
    @DefaultValue("5") int failedOrders,
    @DefaultValue("false") boolean delist) {}
