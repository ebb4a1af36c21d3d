package io.tollgate.rules.catalogue;

import java.util.Currency;
import org.jspecify.annotations.Nullable;

/** The billing items a package may hold: those of the same product that are sold per use. */
@FunctionalInterface
public interface KnownItems {

  /** For definitions that were checked when they were created: every name is taken as known. */
  KnownItems ANY = new KnownItems() {
    @Override
    public boolean isKnown(String productId) {
      return true;
    }

    @Override
    public @Nullable Currency currencyOf(String productId) {
      return null;
    }
  };

  /** The currency the item is priced in, or null where there is no such item. */
  @Nullable
  Currency currencyOf(String productId);

  default boolean isKnown(String productId) {
    return currencyOf(productId) != null;
  }
}
