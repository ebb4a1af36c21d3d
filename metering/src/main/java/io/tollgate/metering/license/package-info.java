/**
 * Licences: instances that are delivered as a code, activated by the ISV when the customer first
 * uses it, and heard of by heartbeats.
 */
@NullMarked
package io.tollgate.metering.license;

import org.jspecify.annotations.NullMarked;
