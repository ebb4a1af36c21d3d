package io.tollgate.metering.account;

import io.tollgate.rules.money.Money;

/**
 * A customer and its money.
 *
 * @param balance the sum of the postings on its account; positive is in its favour
 */
public record CustomerAccount(Customer customer, Money balance) {}
