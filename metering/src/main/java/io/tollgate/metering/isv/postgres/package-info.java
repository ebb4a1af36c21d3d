/** ISVs and their keys in PostgreSQL. */
@NullMarked
package io.tollgate.metering.isv.postgres;

import org.jspecify.annotations.NullMarked;
