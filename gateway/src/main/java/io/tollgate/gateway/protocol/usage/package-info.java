/** The body of a usage push, from received bytes to reported records. */
@NullMarked
package io.tollgate.gateway.protocol.usage;

import org.jspecify.annotations.NullMarked;
