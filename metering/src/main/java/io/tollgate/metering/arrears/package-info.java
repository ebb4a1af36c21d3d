/** Customers who fall behind with their payments, and what follows until they have caught up. */
@NullMarked
package io.tollgate.metering.arrears;

import org.jspecify.annotations.NullMarked;
