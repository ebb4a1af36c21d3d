/** Months as partitions of PostgreSQL. */
@NullMarked
package io.tollgate.metering.storage.postgres;

import org.jspecify.annotations.NullMarked;
