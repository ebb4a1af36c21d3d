package io.tollgate.metering.dial;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where dial tests are kept. All calls join the caller's transaction. */
public interface DialTestStore {

  /** Empty where the product never had a case. */
  Mono<DialTest> find(int productNo);

  /** Puts {@code cases} in place of what was there, and forgets how those went. */
  Mono<Void> save(int productNo, List<TestCase> cases, @Nullable Instant nextRunAt);

  /** Leases tests that are due at {@code now}; a lease outlasts any test. */
  Flux<DueDialTest> take(Instant now, int limit);

  /**
   * Writes down how a test went, if it is still the caller's, and emits how many days failed in a
   * row; empty where another node or new cases took its place.
   */
  Mono<Integer> record(DueDialTest test, Run run);

  /** Puts off a test that was not made, and forgets earlier failures. */
  Mono<Void> skip(DueDialTest test, Instant nextRunAt);

  /** Whether a test is due, taken or not. */
  Mono<Boolean> anyDue(Instant now);

  /** The earliest due time after {@code now}; empty when there is none. */
  Mono<Instant> nextDue(Instant now);

  /** A test that is this node's for a while. */
  record DueDialTest(
      int productNo,
      int attempt,
      String productCode,
      int isvNo,
      boolean onSale,
      List<TestCase> cases) {

    public DueDialTest {
      cases = List.copyOf(cases);
    }
  }

  /**
   * How a test went.
   *
   * @param error null where it passed
   * @param endsDay whether it was the last of {@code day}
   */
  record Run(
      Instant at, LocalDate day, boolean endsDay, @Nullable String error, Instant nextRunAt) {}
}
