/** Programs that put a started gateway to the test: duplicates, crashes, latency of a freeze. */
@NullMarked
package io.tollgate.loadtest.acceptance;

import org.jspecify.annotations.NullMarked;
