/** The ledger of usage in PostgreSQL: uniqueness and bounds by constraint, one statement a batch. */
@NullMarked
package io.tollgate.metering.usage.postgres;

import org.jspecify.annotations.NullMarked;
