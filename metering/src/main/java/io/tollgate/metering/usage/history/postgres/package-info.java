/** The history of usage records in PostgreSQL. */
@NullMarked
package io.tollgate.metering.usage.history.postgres;

import org.jspecify.annotations.NullMarked;
