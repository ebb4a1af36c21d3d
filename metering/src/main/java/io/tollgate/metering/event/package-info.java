/** What happened, for whoever wants to be told; written with the change that caused it. */
@NullMarked
package io.tollgate.metering.event;

import org.jspecify.annotations.NullMarked;
