/** The catalogue in PostgreSQL. */
@NullMarked
package io.tollgate.metering.catalogue.postgres;

import org.jspecify.annotations.NullMarked;
