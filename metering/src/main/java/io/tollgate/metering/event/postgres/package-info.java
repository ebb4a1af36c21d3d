/** Events as rows. */
@NullMarked
package io.tollgate.metering.event.postgres;

import org.jspecify.annotations.NullMarked;
