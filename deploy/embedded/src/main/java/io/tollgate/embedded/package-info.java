/**
 * PostgreSQL and Redis as child processes of this JVM, with their data under one home folder.
 *
 * <p>The home belongs to one process at a time. A process that was killed leaves its stores
 * running; the next one to open the home stops them before it starts its own.
 */
@NullMarked
package io.tollgate.embedded;

import org.jspecify.annotations.NullMarked;
