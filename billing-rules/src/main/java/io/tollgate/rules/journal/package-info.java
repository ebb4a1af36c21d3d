/** Double entry: every movement of money, adding up to zero. */
@NullMarked
package io.tollgate.rules.journal;

import org.jspecify.annotations.NullMarked;
