/** What can be sold: specifications, billing items and prices, and what makes one impossible. */
@NullMarked
package io.tollgate.rules.catalogue;

import org.jspecify.annotations.NullMarked;
