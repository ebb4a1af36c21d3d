/** What an operator reads when the gateway does not start: the cause, and what to do. */
@NullMarked
package io.tollgate.gateway.start;

import org.jspecify.annotations.NullMarked;
