/** What a caller of our own faces is told when a request cannot be served (RFC 9457). */
@NullMarked
package io.tollgate.gateway.problem;

import org.jspecify.annotations.NullMarked;
