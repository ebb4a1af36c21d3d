/** Answers given before, in PostgreSQL. */
@NullMarked
package io.tollgate.gateway.idempotency.postgres;

import org.jspecify.annotations.NullMarked;
