package io.tollgate.gateway.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where, as an RFC 6901 JSON pointer into the body, or the name of a parameter
 * @param detail the value, what was expected, and what to do
 */
public record FieldFault(String pointer, String detail) {}
