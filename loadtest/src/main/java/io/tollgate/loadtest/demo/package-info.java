/** The demo story, played over HTTP against a gateway it starts. */
@NullMarked
package io.tollgate.loadtest.demo;

import org.jspecify.annotations.NullMarked;
