/** Kit syncs: what the marketplace tells an ISV of tenants, applications, users and departments. */
@NullMarked
package io.tollgate.metering.kit;

import org.jspecify.annotations.NullMarked;
