package io.tollgate.metering.dial;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a product is tried, and how that went.
 *
 * @param nextRunAt null where there is no case
 * @param failedDays days in a row on which no test passed
 * @param lastRunAt null before the first test
 * @param lastError why the last test failed; null where it passed
 */
public record DialTest(
    List<TestCase> cases,
    @Nullable Instant nextRunAt,
    int failedDays,
    @Nullable Instant lastRunAt,
    @Nullable String lastError) {

  /** Of a product that never had a case. */
  public static final DialTest NONE = new DialTest(List.of(), null, 0, null, null);

  public DialTest {
    cases = List.copyOf(cases);
  }
}
