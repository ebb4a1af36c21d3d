package io.tollgate.metering.settlement;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.StatementState;
import java.time.Instant;
import java.time.YearMonth;

/**
 * A statement without its lines.
 *
 * @param total the sum of the lines: what the ISV gets
 * @param fee exact, what the platform kept
 */
public record StatementSummary(
    long statementNo,
    String statementId,
    int isvNo,
    String isvId,
    YearMonth month,
    StatementState state,
    Money total,
    Money fee,
    Instant generatedAt) {}
