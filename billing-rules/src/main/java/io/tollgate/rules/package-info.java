/** The billing rules: what usage costs, who is told what, and when; plain Java without a clock. */
@NullMarked
package io.tollgate.rules;

import org.jspecify.annotations.NullMarked;
