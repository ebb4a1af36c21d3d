/** Transactions and statements in PostgreSQL. */
@NullMarked
package io.tollgate.metering.settlement.postgres;

import org.jspecify.annotations.NullMarked;
