/** What the gateway does with the bytes of a push before a record is looked at. */
@NullMarked
package io.tollgate.gateway.benchmark;

import org.jspecify.annotations.NullMarked;
