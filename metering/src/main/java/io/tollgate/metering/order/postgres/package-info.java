/** Orders in PostgreSQL. */
@NullMarked
package io.tollgate.metering.order.postgres;

import org.jspecify.annotations.NullMarked;
