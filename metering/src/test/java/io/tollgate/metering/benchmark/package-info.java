/** Measurements of the billing side, run on demand. */
@NullMarked
package io.tollgate.metering.benchmark;

import org.jspecify.annotations.NullMarked;
