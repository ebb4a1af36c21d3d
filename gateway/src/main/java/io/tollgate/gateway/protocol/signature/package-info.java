/** Proofs of origin: each scheme of the protocol as one small class that signs and verifies. */
@NullMarked
package io.tollgate.gateway.protocol.signature;

import org.jspecify.annotations.NullMarked;
