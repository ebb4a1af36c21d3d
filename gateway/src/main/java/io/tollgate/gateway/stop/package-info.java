/** How the gateway stops: whoever was let in is answered first. */
@NullMarked
package io.tollgate.gateway.stop;

import org.jspecify.annotations.NullMarked;
