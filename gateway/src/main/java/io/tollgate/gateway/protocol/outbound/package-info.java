/**
 * Calls of the production interface, both generations: from a call's facts to the request as it is
 * sent, and from the reply to its outcome. Pure; whoever sends decides about time and transport.
 */
@NullMarked
package io.tollgate.gateway.protocol.outbound;

import org.jspecify.annotations.NullMarked;
