/** Customers, their money, and the double-entry journal that it moves through. */
@NullMarked
package io.tollgate.metering.account;

import org.jspecify.annotations.NullMarked;
