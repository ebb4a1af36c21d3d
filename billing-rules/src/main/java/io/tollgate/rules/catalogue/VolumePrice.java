package io.tollgate.rules.catalogue;

import java.util.Currency;

/**
 * All units of a month cost what the tier of the month's total says. Counted per instance and
 * calendar month of consumption, on demand quantity only.
 */
public record VolumePrice(Currency currency, Tiers tiers) implements Price {}
