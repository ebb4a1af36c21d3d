package io.tollgate.metering.account;

import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import java.util.Currency;

/** A customer as somebody wants it opened. */
public record NewCustomer(
    String customerId, String name, CustomerLevel level, CustomerType type, Currency currency) {}
