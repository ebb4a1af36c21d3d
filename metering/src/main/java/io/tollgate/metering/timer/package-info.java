/** Work that falls due at a business time, done once by whichever node takes it. */
@NullMarked
package io.tollgate.metering.timer;

import org.jspecify.annotations.NullMarked;
