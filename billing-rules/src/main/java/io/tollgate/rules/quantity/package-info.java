/** Quantities of usage, exact to four decimals. */
@NullMarked
package io.tollgate.rules.quantity;

import org.jspecify.annotations.NullMarked;
