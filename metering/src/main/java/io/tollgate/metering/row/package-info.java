/** Reading the columns of a result row, with their nullness said out loud. */
@NullMarked
package io.tollgate.metering.row;

import org.jspecify.annotations.NullMarked;
