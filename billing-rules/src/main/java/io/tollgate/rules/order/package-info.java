/** What an order costs and what is given back of it. */
@NullMarked
package io.tollgate.rules.order;

import org.jspecify.annotations.NullMarked;
