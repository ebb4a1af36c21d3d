/** Silence, found in PostgreSQL. */
@NullMarked
package io.tollgate.metering.silence.postgres;

import org.jspecify.annotations.NullMarked;
