package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.fleet.Fleet;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * What every part of the bench works with: a gateway, those who push to it, and where its figures
 * go.
 *
 * @param source makes records of {@code fleet} that the gateway has to accept
 * @param size how much is done
 */
record Rig(Playground playground, Fleet fleet, UsageSource source, Report report, Size size) {

  /** The answer to a push of which every record was taken. */
  static final String SUCCESS = "\"MKT.0000\"";

  /** How success ends in each of the tables: MKT.0000, 92020000. */
  static final String ANY_SUCCESS = "0000\"";

  /**
   * @param rounds of each measurement; ceilings and what is held against them take turns
   * @param seconds about, of each round
   * @param warmUpSeconds of pushes before anything is measured
   */
  record Size(int rounds, int seconds, int warmUpSeconds) {

    /** How long latency is measured at a steady rate. */
    int steadySeconds() {
      return Math.max(2, seconds * 4);
    }
  }

  /** A part of the bench. */
  interface Part {
    void measure() throws IOException, InterruptedException;
  }

  /** Something that is measured. */
  interface Measured<T> {
    T run() throws IOException, InterruptedException;
  }

  URI gateway() {
    return playground.gateway().address();
  }

  Requests requests() {
    return new Requests(fleet.isv(), gateway());
  }

  /** Measures a part; where it fails, says so and lets the others go on. */
  void attempt(String name, Part part) throws InterruptedException {
    report.section(name);
    try {
      part.measure();
    } catch (IOException | RuntimeException e) {
      report.failed(name, e);
    }
  }

  /** Runs it, and notes under {@code name} who used the processors meanwhile. */
  <T> T watched(String name, Measured<T> measured) throws IOException, InterruptedException {
    var gateways = List.of(playground.gateway().pid());
    var before = CpuTime.of(gateways);
    var result = measured.run();
    var after = CpuTime.of(gateways);
    report.used(name, after.secondsSince(before), after.usedSince(before));
    return result;
  }
}
