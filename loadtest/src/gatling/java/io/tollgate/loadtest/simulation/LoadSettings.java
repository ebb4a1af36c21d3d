package io.tollgate.loadtest.simulation;

import io.tollgate.loadtest.platform.GatewayAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a simulation is told by system properties; the guide for load testing explains them.
 *
 * @param access {@code tollgate.gateway}, {@code tollgate.home}
 * @param instances {@code instances}: customers with an instance and a package each
 * @param records {@code records}: records a push
 * @param ratePerSecond {@code rate}: requests that arrive each second, however slow the answers
 * @param ramp {@code ramp}: seconds to get there
 * @param duration {@code seconds}: how long the rate is held
 * @param p99Millis {@code p99}: the simulation fails above it
 * @param failedPercent {@code failed}: the simulation fails above it
 */
record LoadSettings(
    GatewayAccess access,
    int instances,
    int records,
    double ratePerSecond,
    Duration ramp,
    Duration duration,
    int p99Millis,
    double failedPercent) {

  /** Reads the properties; what is not given takes the simulation's own defaults. */
  static LoadSettings read(int records, double ratePerSecond, Duration duration, int p99Millis) {
    return new LoadSettings(
        new GatewayAccess(
            URI.create(System.getProperty("tollgate.gateway", "https://localhost:8443")),
            Path.of(System.getProperty("tollgate.home", ".tollgate")).toAbsolutePath()),
        Integer.getInteger("instances", 100),
        Integer.getInteger("records", records),
        Double.parseDouble(System.getProperty("rate", Double.toString(ratePerSecond))),
        Duration.ofSeconds(Integer.getInteger("ramp", 10)),
        Duration.ofSeconds(Long.getLong("seconds", duration.toSeconds())),
        Integer.getInteger("p99", p99Millis),
        Double.parseDouble(System.getProperty("failed", "0.1")));
  }

  /** How many pushes a burst holds: as many as the rate would bring in its time. */
  int pushes() {
    return (int) Math.ceil(ratePerSecond * duration.toSeconds());
  }
}
