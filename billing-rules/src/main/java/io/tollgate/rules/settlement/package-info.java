/** Which sales are on whose monthly statement, at what share, and how it adds up. */
@NullMarked
package io.tollgate.rules.settlement;

import org.jspecify.annotations.NullMarked;
