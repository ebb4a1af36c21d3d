package io.tollgate.gateway.protocol.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What came back from a call, at most so much of it as the sender lets in.
 *
 * @param bodySign the {@code Body-Sign} header; null where there is none
 */
@SuppressWarnings(
    "ArrayRecordComponent") // The bytes are what is signed; replies are never compared.
public record Reply(int status, @Nullable String bodySign, byte[] body, int tookMillis) {}
