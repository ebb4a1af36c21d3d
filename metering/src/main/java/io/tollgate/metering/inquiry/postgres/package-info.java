/** Usage records looked up in PostgreSQL. */
@NullMarked
package io.tollgate.metering.inquiry.postgres;

import org.jspecify.annotations.NullMarked;
