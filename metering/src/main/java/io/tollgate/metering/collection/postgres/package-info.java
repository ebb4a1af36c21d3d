/** Collection in PostgreSQL. */
@NullMarked
package io.tollgate.metering.collection.postgres;

import org.jspecify.annotations.NullMarked;
