/** Closes cycles: what was accepted becomes rated aggregates, journal entries and balances. */
@NullMarked
package io.tollgate.metering.collection;

import org.jspecify.annotations.NullMarked;
