/** Tries the production interface of products on sale twice a day, and notices which fail. */
@NullMarked
package io.tollgate.metering.dial;

import org.jspecify.annotations.NullMarked;
