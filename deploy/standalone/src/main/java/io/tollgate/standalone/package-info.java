/** The gateway with stores, certificate, keys and tokens of its own: one jar that just runs. */
@NullMarked
package io.tollgate.standalone;

import org.jspecify.annotations.NullMarked;
