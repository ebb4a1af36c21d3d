package io.tollgate.loadtest.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL and Redis in a process of their own, for several gateways. Ends with this object. */
public final class StoresProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 15;
  private static final int ARGUMENTS = 5;

  private final Process process;
  private final List<String> arguments;

  private StoresProcess(Process process, List<String> arguments) {
    this.process = process;
    this.arguments = List.copyOf(arguments);
  }

  /** Starts both on {@code home} and returns when both answer. */
  public static StoresProcess start(Path jar, Path home) throws IOException {
    Files.createDirectories(home);
    var process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-jar",
            jar.toString(),
            "stores",
            "--tollgate.home=" + home)
        .redirectError(Redirect.appendTo(home.resolve("stores.log").toFile()))
        .start();
    var arguments = new ArrayList<String>();
    var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    while (arguments.size() < ARGUMENTS) {
      var line = lines.readLine();
      if (line == null) {
        process.destroy();
        throw new GatewayFailure(
            "the stores did not start\n" + LogTail.of(home.resolve("stores.log"), 20));
      }
      if (line.startsWith("--")) {
        arguments.add(line);
      }
    }
    return new StoresProcess(process, arguments);
  }

  /** What a gateway must be told to use them. */
  public List<String> arguments() {
    return arguments;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
