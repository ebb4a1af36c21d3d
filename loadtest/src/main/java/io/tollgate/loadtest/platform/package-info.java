/** The gateway seen from outside: its process, its operator face and its billing face. */
@NullMarked
package io.tollgate.loadtest.platform;

import org.jspecify.annotations.NullMarked;
