/** Timers as rows; the lock on a row is the lease, so a dead node's work is free at once. */
@NullMarked
package io.tollgate.metering.timer.postgres;

import org.jspecify.annotations.NullMarked;
