/** Shares out what was sold: transactions, supervision, and the monthly statements of each ISV. */
@NullMarked
package io.tollgate.metering.settlement;

import org.jspecify.annotations.NullMarked;
