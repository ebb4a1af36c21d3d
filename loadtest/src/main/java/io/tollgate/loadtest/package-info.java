/** Clients of Tollgate that share no code with it: a simulated ISV, the demo, a puller, load. */
@NullMarked
package io.tollgate.loadtest;

import org.jspecify.annotations.NullMarked;
