/** Reconciliation over the tables of PostgreSQL. */
@NullMarked
package io.tollgate.metering.reconciliation.postgres;

import org.jspecify.annotations.NullMarked;
