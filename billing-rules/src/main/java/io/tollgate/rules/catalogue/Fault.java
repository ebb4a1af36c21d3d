package io.tollgate.rules.catalogue;

/**
 * Something wrong with a definition.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) such as {@code /items/0/price/tiers/1/upTo}
 * @param detail the value, what was expected and what to do
 */
public record Fault(String pointer, String detail) {}
