/** Lists in pages: opaque cursors, bounded limits, one shape of answer. */
@NullMarked
package io.tollgate.gateway.page;

import org.jspecify.annotations.NullMarked;
