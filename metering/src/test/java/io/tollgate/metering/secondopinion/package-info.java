/**
 * A second opinion on what the engine does to usage, quotas and money: a naive model that shares no
 * logic with the product hears the same random histories as the engine on its real stores, and both
 * have to agree on everything.
 */
@NullMarked
package io.tollgate.metering.secondopinion;

import org.jspecify.annotations.NullMarked;
