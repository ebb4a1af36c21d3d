/** The description of the marketplace protocol as an OpenAPI document. */
@NullMarked
package io.tollgate.gateway.isv.document;

import org.jspecify.annotations.NullMarked;
