/** Corrections in PostgreSQL. */
@NullMarked
package io.tollgate.metering.correction.postgres;

import org.jspecify.annotations.NullMarked;
