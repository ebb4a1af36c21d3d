package io.tollgate.rules.catalogue;

import java.util.Currency;

/**
 * Each unit costs what the tier it falls into says: the first thousand at one price, the next at
 * another. Counted per instance and calendar month of consumption, on demand quantity only.
 */
public record GraduatedPrice(Currency currency, Tiers tiers) implements Price {}
