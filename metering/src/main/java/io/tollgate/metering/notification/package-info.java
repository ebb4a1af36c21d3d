/** Who is told of which events, and the telling: webhooks and mail, until they were heard. */
@NullMarked
package io.tollgate.metering.notification;

import org.jspecify.annotations.NullMarked;
