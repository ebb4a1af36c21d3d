/** Instances: what a customer has of a product, from its order to its release, and what it may draw. */
@NullMarked
package io.tollgate.metering.instance;

import org.jspecify.annotations.NullMarked;
