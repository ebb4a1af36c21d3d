/** The protocol's tables of codes, as data: code, HTTP status, message, and when it is sent. */
@NullMarked
package io.tollgate.gateway.protocol.codes;

import org.jspecify.annotations.NullMarked;
