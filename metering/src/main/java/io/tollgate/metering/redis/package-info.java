/** How the features reach Redis: one connection, scripts by digest, standalone or cluster. */
@NullMarked
package io.tollgate.metering.redis;

import org.jspecify.annotations.NullMarked;
