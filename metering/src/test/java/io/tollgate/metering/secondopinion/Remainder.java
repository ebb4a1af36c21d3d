package io.tollgate.metering.secondopinion;

/** One reset period of a package for one item, and what is left of it. */
record Remainder(
    String pack, String productId, String from, String to, String granted, String left) {}
