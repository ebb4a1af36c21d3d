/** Gatling simulations: what a gateway is asked in the first minutes of every hour, and all day. */
@NullMarked
package io.tollgate.loadtest.simulation;

import org.jspecify.annotations.NullMarked;
