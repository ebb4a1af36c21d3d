/**
 * Care of what usage leaves behind: months of it are laid out ahead, and set aside when they have
 * passed their age; what keeps a record unique is forgotten when its promise has ended.
 */
@NullMarked
package io.tollgate.metering.storage;

import org.jspecify.annotations.NullMarked;
