/** A billing puller that resumes from its cursor file and proves that it has everything. */
@NullMarked
package io.tollgate.loadtest.puller;

import org.jspecify.annotations.NullMarked;
