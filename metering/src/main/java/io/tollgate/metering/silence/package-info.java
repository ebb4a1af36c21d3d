/** Instances that pushed usage before and have fallen silent. */
@NullMarked
package io.tollgate.metering.silence;

import org.jspecify.annotations.NullMarked;
