/** The operator's face, {@code /ops/v1}: requests and answers mapped at the border. */
@NullMarked
package io.tollgate.gateway.ops;

import org.jspecify.annotations.NullMarked;
