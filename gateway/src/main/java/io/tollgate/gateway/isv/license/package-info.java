/** The licence calls of the marketplace protocol: activation and heartbeat, single and batch. */
@NullMarked
package io.tollgate.gateway.isv.license;

import org.jspecify.annotations.NullMarked;
