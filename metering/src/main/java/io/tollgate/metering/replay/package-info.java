/** Accounts for the ledger by doing it all again, in the order in which it was recorded. */
@NullMarked
package io.tollgate.metering.replay;

import org.jspecify.annotations.NullMarked;
