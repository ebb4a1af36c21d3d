/** Who sells: ISVs, whether they may push, and the keys that prove who they are. */
@NullMarked
package io.tollgate.metering.isv;

import org.jspecify.annotations.NullMarked;
