/** Proves that what was accepted, collected and published is the same. */
@NullMarked
package io.tollgate.metering.reconciliation;

import org.jspecify.annotations.NullMarked;
