package io.tollgate.metering.feed;

import org.jspecify.annotations.Nullable;

/**
 * Which journal entries are wanted; null is any.
 *
 * @param account one that the entry posts to, such as {@code customer:c-1} or {@code platform:fee}
 */
public record JournalFilter(
    @Nullable String account, @Nullable String kind) {}
