/** Usage records after the fact, in the words of contract 3.7, for ISVs and operators alike. */
@NullMarked
package io.tollgate.gateway.history;

import org.jspecify.annotations.NullMarked;
