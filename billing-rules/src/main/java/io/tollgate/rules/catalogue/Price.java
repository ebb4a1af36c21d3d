package io.tollgate.rules.catalogue;

import java.util.Currency;

/**
 * What on demand usage of a billing item costs. Unit prices have at most 8 decimals (contract 5.1);
 * {@link io.tollgate.rules.rating} does the sums.
 */
public sealed interface Price permits PerUnitPrice, GraduatedPrice, VolumePrice {

  /** Decimals a unit price can carry. */
  int DECIMALS = 8;

  Currency currency();
}
