/** What the billing platform pulls: ordered, complete, and never changing behind a reader's back. */
@NullMarked
package io.tollgate.metering.feed;

import org.jspecify.annotations.NullMarked;
