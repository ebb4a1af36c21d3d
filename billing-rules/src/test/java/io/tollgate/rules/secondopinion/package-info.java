/**
 * A second opinion on what a customer owes: a naive model that shares no logic with the rules and
 * recomputes the whole history for each answer.
 */
@NullMarked
package io.tollgate.rules.secondopinion;

import org.jspecify.annotations.NullMarked;
