/** Secrets at rest: encrypted with the master key, shown in clear to nobody. */
@NullMarked
package io.tollgate.metering.secret;

import org.jspecify.annotations.NullMarked;
