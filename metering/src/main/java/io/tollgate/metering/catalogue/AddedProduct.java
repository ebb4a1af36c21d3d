package io.tollgate.metering.catalogue;

/** What became of the wish to add a product. Where several apply, the first wins. */
public sealed interface AddedProduct {

  record Added(Product product) implements AddedProduct {}

  record UnknownIsv(String isvId) implements AddedProduct {}

  record ProductCodeTaken(String productCode) implements AddedProduct {}
}
