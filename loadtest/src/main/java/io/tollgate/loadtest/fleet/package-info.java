/** Customers, instances and packages made for a load or a trial, and usage that can be pushed. */
@NullMarked
package io.tollgate.loadtest.fleet;

import org.jspecify.annotations.NullMarked;
