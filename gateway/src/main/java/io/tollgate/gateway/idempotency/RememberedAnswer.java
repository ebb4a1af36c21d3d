package io.tollgate.gateway.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it was given: text, as all of ours are.
 *
 * @param location the {@code Location} header; null where there was none
 */
public record RememberedAnswer(
    int status, @Nullable String contentType, @Nullable String location, String body) {}
