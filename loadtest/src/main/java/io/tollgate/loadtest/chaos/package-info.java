/** Two gateways, an ISV that fails at random, and kills: what must come out as if nothing happened. */
@NullMarked
package io.tollgate.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
