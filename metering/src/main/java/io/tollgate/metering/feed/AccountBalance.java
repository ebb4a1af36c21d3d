package io.tollgate.metering.feed;

import java.math.BigDecimal;

/** What an account of the journal holds in one currency: the sum of its postings. */
public record AccountBalance(long accountNo, String account, String currency, BigDecimal balance) {}
