/** What the rules cost: nanoseconds and bytes of each decision that every usage record needs. */
@NullMarked
package io.tollgate.rules.benchmark;

import org.jspecify.annotations.NullMarked;
