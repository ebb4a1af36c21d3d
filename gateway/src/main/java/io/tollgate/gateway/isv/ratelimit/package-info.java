/** How often an ISV may call. */
@NullMarked
package io.tollgate.gateway.isv.ratelimit;

import org.jspecify.annotations.NullMarked;
