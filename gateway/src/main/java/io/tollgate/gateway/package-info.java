/** The edges of Tollgate: proofs, limits, wire formats and problems, and nothing that decides. */
@NullMarked
package io.tollgate.gateway;

import org.jspecify.annotations.NullMarked;
