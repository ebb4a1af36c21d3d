/** Amounts of money, exact, and the one rule that rounds them. */
@NullMarked
package io.tollgate.rules.money;

import org.jspecify.annotations.NullMarked;
