/** The ledger's recorded order in PostgreSQL. */
@NullMarked
package io.tollgate.metering.replay.postgres;

import org.jspecify.annotations.NullMarked;
