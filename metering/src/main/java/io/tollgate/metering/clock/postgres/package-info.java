/** Keeps the test clock over a restart and shows it to every node. */
@NullMarked
package io.tollgate.metering.clock.postgres;

import org.jspecify.annotations.NullMarked;
