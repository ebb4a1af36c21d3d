/** The marketplace protocol: what travels between ISVs and us, byte by byte, and nothing else. */
@NullMarked
package io.tollgate.gateway.protocol;

import org.jspecify.annotations.NullMarked;
