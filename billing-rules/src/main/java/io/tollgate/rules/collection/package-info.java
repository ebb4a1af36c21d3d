/** What a collection makes of the records of a cycle: sums, prices and later adjustments. */
@NullMarked
package io.tollgate.rules.collection;

import org.jspecify.annotations.NullMarked;
