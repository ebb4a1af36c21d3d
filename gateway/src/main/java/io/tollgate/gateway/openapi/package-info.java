/** Our own faces described as OpenAPI 3.1, read off the handlers that serve them. */
@NullMarked
package io.tollgate.gateway.openapi;

import org.jspecify.annotations.NullMarked;
