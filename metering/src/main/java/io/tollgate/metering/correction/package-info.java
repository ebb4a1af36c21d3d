/** Puts right what a usage record said, before and after its collection, without changing it. */
@NullMarked
package io.tollgate.metering.correction;

import org.jspecify.annotations.NullMarked;
