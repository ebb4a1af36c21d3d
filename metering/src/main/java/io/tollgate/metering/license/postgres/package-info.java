/** Licences in PostgreSQL. */
@NullMarked
package io.tollgate.metering.license.postgres;

import org.jspecify.annotations.NullMarked;
