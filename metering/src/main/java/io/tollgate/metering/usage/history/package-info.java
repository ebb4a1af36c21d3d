/** What became of the usage records that were pushed, as ISVs and operators read it later. */
@NullMarked
package io.tollgate.metering.usage.history;

import org.jspecify.annotations.NullMarked;
