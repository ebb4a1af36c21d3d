/** The use cases of metering as named reactive steps; ports here, adapters beneath each feature. */
@NullMarked
package io.tollgate.metering;

import org.jspecify.annotations.NullMarked;
