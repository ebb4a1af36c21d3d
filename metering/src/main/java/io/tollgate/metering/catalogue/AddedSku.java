package io.tollgate.metering.catalogue;

import io.tollgate.rules.catalogue.Fault;
import java.util.List;

/** What became of the wish to add a specification. Where several apply, the first wins. */
public sealed interface AddedSku {

  record Added(ListedSku sku) implements AddedSku {}

  /** It cannot be billed. */
  record Faulty(List<Fault> faults) implements AddedSku {}

  record SkuCodeTaken(String skuCode) implements AddedSku {}

  /** Other specifications are sold under these product ids. */
  record ProductIdsTaken(List<String> productIds) implements AddedSku {}
}
