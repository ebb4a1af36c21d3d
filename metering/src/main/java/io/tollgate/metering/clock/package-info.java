/** Business time: what every rule, timer and record calls now, real or moved by a test. */
@NullMarked
package io.tollgate.metering.clock;

import org.jspecify.annotations.NullMarked;
