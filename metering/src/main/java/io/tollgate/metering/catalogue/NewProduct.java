package io.tollgate.metering.catalogue;

/** A product as somebody wants it created. */
public record NewProduct(
    String productCode,
    String isvId,
    String name,
    String productionUrl,
    Product.ProductTerms terms) {}
