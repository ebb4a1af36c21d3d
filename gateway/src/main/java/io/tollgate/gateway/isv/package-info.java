/** The ISV face: everything that an ISV's system calls. */
@NullMarked
package io.tollgate.gateway.isv;

import org.jspecify.annotations.NullMarked;
