package io.tollgate.gateway.page;

import org.jspecify.annotations.Nullable;

/**
 * What part of a list is asked for. A handler method takes one as a parameter; {@code after} and
 * {@code limit} are read from the query.
 *
 * @param cursor as the caller gave it; null for the beginning
 * @param after items with a greater position are wanted; 0 for the beginning
 * @param limit most items wanted, 1 to 1,000
 */
public record PageQuery(@Nullable String cursor, long after, int limit) {

  static final int DEFAULT_LIMIT = 100;
  static final int MAX_LIMIT = 1_000;

  /** One more than asked for, so that a page knows whether there are more. */
  public int fetchLimit() {
    return limit + 1;
  }
}
