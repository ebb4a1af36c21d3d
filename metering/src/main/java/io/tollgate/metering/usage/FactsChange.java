package io.tollgate.metering.usage;

/** Something the check of usage records relies on has changed, and the change has committed. */
public sealed interface FactsChange {

  /** An instance: its state, its freezes, its id. */
  record OfInstance(long instanceNo) implements FactsChange {}

  /** What a customer may draw from for a billing item: a package activated, ended or corrected. */
  record OfSlot(int customerNo, int itemNo) implements FactsChange {}

  /** A product: on sale or delisted, its over-quota rule. */
  record OfProduct(int productNo) implements FactsChange {}

  /** An ISV: active or suspended, its keys. */
  record OfIsv(int isvNo) implements FactsChange {}

  /** Announcements may have been missed. */
  record OfEverything() implements FactsChange {}

  static FactsChange instance(long instanceNo) {
    return new OfInstance(instanceNo);
  }

  static FactsChange slot(int customerNo, int itemNo) {
    return new OfSlot(customerNo, itemNo);
  }

  static FactsChange product(int productNo) {
    return new OfProduct(productNo);
  }

  static FactsChange isv(int isvNo) {
    return new OfIsv(isvNo);
  }
}
