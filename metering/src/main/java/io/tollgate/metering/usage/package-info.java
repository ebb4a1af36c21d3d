/**
 * The way of a usage record: check, reserve, commit, settle.
 *
 * <p>The ISV's words come in as {@link io.tollgate.metering.usage.ReportedRecord}; what leaves is
 * one {@link io.tollgate.metering.usage.RecordOutcome} a record, given only when it is durable.
 */
@NullMarked
package io.tollgate.metering.usage;

import org.jspecify.annotations.NullMarked;
