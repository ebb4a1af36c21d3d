/** The usage push, new and old: the wire's side of the way of a usage record. */
@NullMarked
package io.tollgate.gateway.isv.usage;

import org.jspecify.annotations.NullMarked;
