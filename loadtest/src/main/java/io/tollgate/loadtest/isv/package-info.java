/** A simulated ISV: its production server, its clients, and signatures written from the protocol. */
@NullMarked
package io.tollgate.loadtest.isv;

import org.jspecify.annotations.NullMarked;
