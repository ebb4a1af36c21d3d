package io.tollgate.loadtest.billing;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.Options.BadOption;

/**
 * How much is put into the ledger.
 *
 * @param instances pay-per-use instances, an even number of them for each customer
 * @param records of the first hour, the same number for each instance
 * @param hours in which every instance has usage; one record an instance in all but the first
 */
public record LedgerSize(int instances, int records, int hours) {

  static final String USAGE = """
        --instances=N           pay-per-use instances (default 100000)
        --records=N             records of the first hour, over all instances (default 1000000)
        --hours=N               hours with usage, so aggregates an instance (default 10)
      """;

  static final int INSTANCES_A_CUSTOMER = 5;
  static final int ISVS = 10;

  /** So that every customer has its five instances, all of one item. */
  private static final int STEP = INSTANCES_A_CUSTOMER * ISVS;

  private static final int MOST_RECORDS_AN_HOUR = 12;

  static LedgerSize of(Options options) {
    var instances = options.number("instances", 100_000, STEP, 1_000_000);
    var records = options.number("records", 1_000_000, STEP, 10_000_000);
    var hours = options.number("hours", 10, 1, 11);
    if (instances % STEP != 0) {
      throw new BadOption("--instances=%d (expected: a multiple of %d)".formatted(instances, STEP));
    }
    if (records % instances != 0 || records / instances > MOST_RECORDS_AN_HOUR) {
      throw new BadOption("--records=%d (expected: 1 to %d times the %d instances)"
          .formatted(records, MOST_RECORDS_AN_HOUR, instances));
    }
    return new LedgerSize(instances, records, hours);
  }

  int customers() {
    return instances / INSTANCES_A_CUSTOMER;
  }

  int recordsOf(int hour) {
    return hour == 0 ? records : instances;
  }

  long aggregates() {
    return (long) instances * hours;
  }
}
