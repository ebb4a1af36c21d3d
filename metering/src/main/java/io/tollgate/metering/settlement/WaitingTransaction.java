package io.tollgate.metering.settlement;

import io.tollgate.rules.settlement.BillingFacts;
import io.tollgate.rules.settlement.Category;
import java.math.BigDecimal;

/**
 * A transaction that is on no statement, with what decides on whether it can be.
 *
 * @param feePercent the rate its product was released with
 */
public record WaitingTransaction(
    long transactionNo,
    SoldItem item,
    BillingFacts facts,
    Category category,
    BigDecimal feePercent) {}
