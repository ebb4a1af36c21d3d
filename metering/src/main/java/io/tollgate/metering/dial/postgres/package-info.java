/** Dial tests in PostgreSQL. */
@NullMarked
package io.tollgate.metering.dial.postgres;

import org.jspecify.annotations.NullMarked;
