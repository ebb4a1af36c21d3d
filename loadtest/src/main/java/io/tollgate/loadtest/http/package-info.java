/** JSON over HTTP, trusting no more than the one certificate it is given. */
@NullMarked
package io.tollgate.loadtest.http;

import org.jspecify.annotations.NullMarked;
