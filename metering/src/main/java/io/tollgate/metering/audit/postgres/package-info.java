/** The audit log in PostgreSQL. */
@NullMarked
package io.tollgate.metering.audit.postgres;

import org.jspecify.annotations.NullMarked;
