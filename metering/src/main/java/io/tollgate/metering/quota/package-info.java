/**
 * Quota: what packages allot, and its reservation while usage is on its way to the ledger.
 *
 * <p>Reservations propose, the ledger disposes: a proposal that the ledger's own constraint refuses
 * is thrown away with everything that was believed of its slot, and asked for again.
 */
@NullMarked
package io.tollgate.metering.quota;

import org.jspecify.annotations.NullMarked;
