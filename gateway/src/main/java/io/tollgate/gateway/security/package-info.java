/** Who may call the operator and billing faces: bearer tokens and the roles they carry. */
@NullMarked
package io.tollgate.gateway.security;

import org.jspecify.annotations.NullMarked;
