/** Invariants as statements that name the rows which break them. */
@NullMarked
package io.tollgate.metering.invariant.postgres;

import org.jspecify.annotations.NullMarked;
