/** One harness that gives every integration test a real PostgreSQL and a real Redis. */
@NullMarked
package io.tollgate.testing;

import org.jspecify.annotations.NullMarked;
