/** Feeds read from PostgreSQL. */
@NullMarked
package io.tollgate.metering.feed.postgres;

import org.jspecify.annotations.NullMarked;
