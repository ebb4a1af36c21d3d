/** The promises of the ledger, checked all the time in small steps while everything goes on. */
@NullMarked
package io.tollgate.metering.invariant;

import org.jspecify.annotations.NullMarked;
