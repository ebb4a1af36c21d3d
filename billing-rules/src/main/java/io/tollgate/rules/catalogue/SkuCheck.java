package io.tollgate.rules.catalogue;

import java.util.List;

/** What came of checking a {@link SkuDefinition}: a specification that can be billed, or why not. */
public sealed interface SkuCheck {

  /** It can be sold. */
  record Sound(Sku sku) implements SkuCheck {}

  /**
   * It cannot be billed.
   *
   * @param faults all of them, in the order of the definition; never empty
   */
  record Faulty(List<Fault> faults) implements SkuCheck {

    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /** Checks a definition that somebody sent. */
  static SkuCheck of(SkuDefinition definition, KnownItems knownItems) {
    var faults = new Faults();
    var sku = new SkuReader(faults, knownItems).read(definition);
    return sku == null || !faults.isEmpty() ? new Faulty(faults.list()) : new Sound(sku);
  }
}
