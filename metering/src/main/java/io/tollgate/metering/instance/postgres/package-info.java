/** Instances, slots and quotas as rows. */
@NullMarked
package io.tollgate.metering.instance.postgres;

import org.jspecify.annotations.NullMarked;
