/** The billing platform's face: feeds, closings, reconciliation and settlement under /billing/v1. */
@NullMarked
package io.tollgate.gateway.billing;

import org.jspecify.annotations.NullMarked;
