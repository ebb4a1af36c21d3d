package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running store: its process, its log, how it is waited for and how it is ended. */
final class StoreProcess {

  private static final Logger log = LoggerFactory.getLogger(StoreProcess.class);
  private static final long LOG_LIMIT_BYTES = 8L * 1024 * 1024;
  private static final int TAIL_LINES = 8;
  private static final Duration AFTER_KILL = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(20);

  private final String name;
  private final Process process;
  private final Path logFile;
  private final Lifeline lifeline;

  private StoreProcess(String name, Process process, Path logFile, Lifeline lifeline) {
    this.name = name;
    this.process = process;
    this.logFile = logFile;
    this.lifeline = lifeline;
  }

  /** Starts {@code command}, which ends by {@code farewell} when this JVM is gone. */
  static StoreProcess start(
      String name, List<String> command, Signal farewell, Path folder, Path logFile)
      throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT_BYTES) {
      Files.move(
          logFile,
          logFile.resolveSibling(logFile.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING);
    }
    var process = new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
        .start();
    return new StoreProcess(name, process, logFile, Lifeline.tie(process.toHandle(), farewell));
  }

  /** Waits until {@code ready} says so. A process that ends or is too slow is an error. */
  void awaitReady(BooleanSupplier ready, Duration patience) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new StoresUnavailableException(
            "%s ended with status %d while starting. Its log %s ends with:%n%s"
                .formatted(name, process.exitValue(), logFile, tail()));
      }
      if (System.nanoTime() > deadline) {
        end(Signal.KILL, AFTER_KILL);
        throw new StoresUnavailableException(
            "%s was not ready within %d s. Its log %s ends with:%n%s"
                .formatted(name, patience.toSeconds(), logFile, tail()));
      }
      pause();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process; one that does not follow the signal in time is killed. */
  void end(Signal signal, Duration patience) {
    lifeline.close();
    if (!process.isAlive()) {
      return;
    }
    var children = process.descendants().toList();
    signal.send(process.toHandle());
    if (!Signal.awaitEnd(process.toHandle(), patience)) {
      log.warn("{} did not end within {} s and is killed", name, patience.toSeconds());
      Signal.KILL.send(process.toHandle());
      Signal.awaitEnd(process.toHandle(), AFTER_KILL);
    }
    // Children end by themselves, a moment later; until then they hold on to the data.
    children.forEach(child -> Signal.awaitEnd(child, AFTER_KILL));
  }

  private String tail() {
    try {
      var lines = Files.readAllLines(logFile);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoresUnavailableException("Interrupted while a store was starting", e);
    }
  }
}
