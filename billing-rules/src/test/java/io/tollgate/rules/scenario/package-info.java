/** The billing rules told as scenarios in text, and the books they are played on. */
@NullMarked
package io.tollgate.rules.scenario;

import org.jspecify.annotations.NullMarked;
