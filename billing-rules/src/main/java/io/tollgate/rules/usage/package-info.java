/** Which billing cycle usage belongs to, and when that cycle is collected. */
@NullMarked
package io.tollgate.rules.usage;

import org.jspecify.annotations.NullMarked;
