/** Who calls: an ISV's AK/SK proof, asked of every call of the ISV face but the usage push. */
@NullMarked
package io.tollgate.gateway.isv.authentication;

import org.jspecify.annotations.NullMarked;
