/** Standings in PostgreSQL. */
@NullMarked
package io.tollgate.metering.arrears.postgres;

import org.jspecify.annotations.NullMarked;
