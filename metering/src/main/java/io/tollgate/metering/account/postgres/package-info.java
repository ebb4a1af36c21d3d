/** Customers and the journal in PostgreSQL. */
@NullMarked
package io.tollgate.metering.account.postgres;

import org.jspecify.annotations.NullMarked;
