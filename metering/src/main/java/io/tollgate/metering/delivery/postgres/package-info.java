/** Deliveries as rows, taken by lease. */
@NullMarked
package io.tollgate.metering.delivery.postgres;

import org.jspecify.annotations.NullMarked;
