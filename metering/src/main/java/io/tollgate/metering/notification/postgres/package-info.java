/** Targets and waiting notifications in PostgreSQL. */
@NullMarked
package io.tollgate.metering.notification.postgres;

import org.jspecify.annotations.NullMarked;
