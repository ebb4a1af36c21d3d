/** What was changed by whom: written with the change, read by auditors. */
@NullMarked
package io.tollgate.metering.audit;

import org.jspecify.annotations.NullMarked;
