/** Reservations in Redis: fast, atomic per slot, and never believed over the ledger. */
@NullMarked
package io.tollgate.metering.quota.redis;

import org.jspecify.annotations.NullMarked;
