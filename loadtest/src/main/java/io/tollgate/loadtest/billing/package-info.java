/** The billing side at the size of a large marketplace: collected, streamed, settled, and timed. */
@NullMarked
package io.tollgate.loadtest.billing;

import org.jspecify.annotations.NullMarked;
