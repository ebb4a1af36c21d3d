/** What background workers share: being woken, and acting only after a commit. */
@NullMarked
package io.tollgate.metering.work;

import org.jspecify.annotations.NullMarked;
