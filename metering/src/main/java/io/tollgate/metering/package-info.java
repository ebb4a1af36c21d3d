/**
 * The use cases of metering as named reactive steps; ports here, adapters beneath each feature.
 *
 * <h2>The order of locks</h2>
 *
 * <p>A transaction takes row locks in this order, and skips what it does not need, so that no two
 * wait for each other:
 *
 * <ol>
 *   <li>due timers, by the worker that fires them. It passes over those that others hold, and whoever
 *       cancels a timer passes over one that is being fired;
 *   <li>customers, by number. Whoever locks an order, more than one instance, a slot, or an account
 *       because of one of them, locks the customer first ({@link
 *       io.tollgate.metering.account.CustomerLock});
 *   <li>the account, where a standing follows its balance;
 *   <li>orders, and instances that are not metered, by number; these two in either order, as the
 *       customer is held wherever both are locked;
 *   <li>slots, by number, or while the customer is held;
 *   <li>metered instances, by number;
 *   <li>quotas, by number;
 *   <li>deliveries;
 *   <li>the ends of the feeds, which everybody needs: aggregates (7003), the journal (7002) with its
 *       accounts by name, and last of all, right before the commit, the changes of state (7001).
 * </ol>
 *
 * <p>An instance alone, such as one that violates the rules, and several subscriptions of different
 * customers are locked by number without their customers. Locks leave foreign keys alone ({@code FOR
 * NO KEY UPDATE}), so that writing a row which refers to a locked one waits for nobody.
 */
@NullMarked
package io.tollgate.metering;

import org.jspecify.annotations.NullMarked;
