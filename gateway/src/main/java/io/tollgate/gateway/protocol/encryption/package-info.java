/** Encryption of single members of a message, as the protocol prescribes it. */
@NullMarked
package io.tollgate.gateway.protocol.encryption;

import org.jspecify.annotations.NullMarked;
