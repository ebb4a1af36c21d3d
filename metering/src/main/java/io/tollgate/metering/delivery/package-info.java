/** Outbound calls to ISVs: written with the change that caused them, sent until they succeed or end. */
@NullMarked
package io.tollgate.metering.delivery;

import org.jspecify.annotations.NullMarked;
