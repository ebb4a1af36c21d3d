/** What is sold: products, specifications and billing items. */
@NullMarked
package io.tollgate.metering.catalogue;

import org.jspecify.annotations.NullMarked;
