/** Calls to the production interfaces of ISVs: signed, bounded, and judged by what came back. */
@NullMarked
package io.tollgate.gateway.outbound;

import org.jspecify.annotations.NullMarked;
