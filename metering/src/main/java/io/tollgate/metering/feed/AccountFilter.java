package io.tollgate.metering.feed;

import org.jspecify.annotations.Nullable;

/**
 * Which accounts are wanted; null is any.
 *
 * @param account one, such as {@code isv:isv-1}
 * @param kind all of one kind: the part before the colon
 */
public record AccountFilter(
    @Nullable String account, @Nullable String kind) {}
