/** A POST that names itself is done once, and answered the same each time it is sent. */
@NullMarked
package io.tollgate.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
