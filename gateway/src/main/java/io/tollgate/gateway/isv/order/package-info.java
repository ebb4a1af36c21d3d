/** The order query of the marketplace protocol. */
@NullMarked
package io.tollgate.gateway.isv.order;

import org.jspecify.annotations.NullMarked;
