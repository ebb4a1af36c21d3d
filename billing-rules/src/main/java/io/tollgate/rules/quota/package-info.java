/** What packages grant, in which periods, and how usage draws on it. */
@NullMarked
package io.tollgate.rules.quota;

import org.jspecify.annotations.NullMarked;
