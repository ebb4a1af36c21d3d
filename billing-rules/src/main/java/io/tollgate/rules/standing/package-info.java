/** When a customer or a subscription falls behind, what follows and when it ends. */
@NullMarked
package io.tollgate.rules.standing;

import org.jspecify.annotations.NullMarked;
