/** Answers what became of usage records, and why. */
@NullMarked
package io.tollgate.metering.inquiry;

import org.jspecify.annotations.NullMarked;
