/** What the gateway says of its own state to whatever routes requests to it. */
@NullMarked
package io.tollgate.gateway.health;

import org.jspecify.annotations.NullMarked;
