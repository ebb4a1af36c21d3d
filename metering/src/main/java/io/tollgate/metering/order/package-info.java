/** Orders: what a customer bought, of whom, and what it brought into being. */
@NullMarked
package io.tollgate.metering.order;

import org.jspecify.annotations.NullMarked;
