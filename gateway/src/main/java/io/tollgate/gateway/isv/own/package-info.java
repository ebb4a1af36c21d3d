/** What an ISV may see and do about its own things, beyond the marketplace protocol. */
@NullMarked
package io.tollgate.gateway.isv.own;

import org.jspecify.annotations.NullMarked;
