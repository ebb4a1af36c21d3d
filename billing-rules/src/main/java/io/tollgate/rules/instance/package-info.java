/** The life of an instance: states, events, and the effects of each change. */
@NullMarked
package io.tollgate.rules.instance;

import org.jspecify.annotations.NullMarked;
