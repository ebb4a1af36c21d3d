package io.tollgate.metering.settlement;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param calendar a text file with one day a line, {@code 2026-02-16 holiday} or {@code 2026-02-14
 *     workday}; empty lines and lines after {@code #} are ignored. Without a file every Monday to
 *     Friday is a working day
 */
@ConfigurationProperties("tollgate.settlement")
record SettlementProperties(@Nullable Path calendar) {}
