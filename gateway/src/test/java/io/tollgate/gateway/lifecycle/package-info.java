/** Orders, instances and deliveries, as operators and ISVs see them live and die. */
@NullMarked
package io.tollgate.gateway.lifecycle;

import org.jspecify.annotations.NullMarked;
