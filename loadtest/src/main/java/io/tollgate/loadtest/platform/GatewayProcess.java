package io.tollgate.loadtest.platform;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.PinnedCertificate;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own, its output in {@code gateway.log} of its home.
 *
 * <p>Not ready before {@link #awaitReady}: its tokens and its certificate may not be there yet.
 */
public final class GatewayProcess implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(35);

  private final GatewayLaunch launch;
  private final Process process;

  private GatewayProcess(GatewayLaunch launch, Process process) {
    this.launch = launch;
    this.process = process;
  }

  public static GatewayProcess start(GatewayLaunch launch) throws IOException {
    if (!Files.isRegularFile(launch.jar())) {
      throw new IOException(
          "no gateway at " + launch.jar() + "; build it with ./mvnw -DskipTests package");
    }
    Files.createDirectories(launch.home());
    var process = new ProcessBuilder(command(launch))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(launch.log().toFile()))
        .start();
    process.getOutputStream().close();
    return new GatewayProcess(launch, process);
  }

  private static List<String> command(GatewayLaunch launch) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.jvmOptions());
    command.add("-jar");
    command.add(launch.jar().toString());
    command.add("--tollgate.home=" + launch.home());
    command.add("--server.port=" + launch.port());
    command.add("--management.server.port=" + launch.managementPort());
    command.addAll(launch.arguments());
    return command;
  }

  /**
   * Waits until a push would be accepted, and returns how long that took.
   *
   * @throws GatewayFailure when the process ends, or is not ready in {@code patience}
   */
  public Duration awaitReady(Duration patience) throws InterruptedException {
    var start = System.nanoTime();
    var seen = "nothing answered on port " + launch.managementPort();
    try (var http = Http.plain(PROBE_TIMEOUT)) {
      while (System.nanoTime() - start < patience.toNanos()) {
        if (!process.isAlive()) {
          throw new GatewayFailure(
              "the gateway ended with exit code " + process.exitValue() + logTail());
        }
        try {
          var reply = http.send("GET", readiness(), Map.of(), new byte[0]);
          if (reply.status() == 200) {
            return Duration.ofNanos(System.nanoTime() - start);
          }
          seen = "readiness last said " + reply.inShort();
        } catch (IOException notYet) {
          seen = "readiness last failed: " + notYet.getMessage();
        }
        Thread.sleep(POLL);
      }
    }
    throw new GatewayFailure("the gateway was not ready within %d s; %s%s"
        .formatted(patience.toSeconds(), seen, logTail()));
  }

  private String logTail() {
    return "\n--- the end of " + launch.log() + "\n" + LogTail.of(launch.log(), 20);
  }

  private URI readiness() {
    return URI.create("http://localhost:" + launch.managementPort() + "/actuator/health/readiness");
  }

  /** Where ISVs, operators and billing reach it. */
  public URI address() {
    return URI.create((launch.isEncrypted() ? "https" : "http") + "://localhost:" + launch.port());
  }

  public PinnedCertificate certificate() throws IOException {
    return GatewayAccess.certificate(launch.home());
  }

  /** The bootstrap bearer token of {@code role}: operator, billing or auditor. */
  public String token(String role) throws IOException {
    return GatewayAccess.token(launch.home(), role);
  }

  public GatewayLaunch launch() {
    return launch;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it ends by itself or is stopped from outside. */
  public void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Ends it as a power cut would: no handler runs, nothing is flushed. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /**
   * Asks it to stop, and returns its exit code.
   *
   * @throws GatewayFailure when it has not ended in {@code patience}
   */
  public int terminate(Duration patience) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new GatewayFailure(
          "the gateway had not stopped after " + patience.toSeconds() + " s" + logTail());
    }
    return process.exitValue();
  }

  /** Asks it to stop, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
