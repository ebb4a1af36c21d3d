/**
 * What the gateway reaches on this machine, beside what the machine itself could: every figure
 * comes with its ceiling, measured in the same run.
 */
@NullMarked
package io.tollgate.loadtest.bench;

import org.jspecify.annotations.NullMarked;
