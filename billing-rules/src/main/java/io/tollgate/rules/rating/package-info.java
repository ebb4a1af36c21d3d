/** What a quantity costs under each price model. */
@NullMarked
package io.tollgate.rules.rating;

import org.jspecify.annotations.NullMarked;
