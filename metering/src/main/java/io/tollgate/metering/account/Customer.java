package io.tollgate.metering.account;

import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Standing;
import java.time.Instant;
import java.util.Currency;

/**
 * A buyer.
 *
 * @param customerNo our own number
 * @param customerId what the outside calls it
 * @param currency of everything it buys
 * @param standing how it stands with its payments
 */
public record Customer(
    int customerNo,
    String customerId,
    String name,
    CustomerLevel level,
    CustomerType type,
    Currency currency,
    Standing standing,
    Instant createdAt) {}
