package io.tollgate.loadtest.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * The demo's folder. Each demo starts afresh, so what an earlier one left is deleted; the marker
 * keeps that from ever happening to somebody's data, or under a gateway that still runs.
 */
final class DemoHome {

  private static final String MARKER = "demo.marker";
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int STORES_END_POLLS = 200;

  private final Path folder;

  private DemoHome(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws StoryFailure when the folder is not the demo's, or in use
   */
  static DemoHome fresh(Path folder) throws IOException, InterruptedException {
    var marker = folder.resolve(MARKER);
    if (Files.exists(marker)) {
      refuseIfInUse(folder, Files.readString(marker).strip());
      awaitEndOfStores(folder);
      delete(folder);
    } else if (isOccupied(folder)) {
      throw new StoryFailure(
          folder + " holds something that no demo made; choose another folder with --home=…");
    }
    Files.createDirectories(folder);
    Files.writeString(marker, "");
    return new DemoHome(folder);
  }

  private static boolean isOccupied(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (var entries = Files.list(folder)) {
      return entries.findAny().isPresent();
    }
  }

  private static void refuseIfInUse(Path folder, String pid) {
    if (pid.isEmpty()) {
      return;
    }
    var running = ProcessHandle.of(Long.parseLong(pid)).filter(DemoHome::isJava).isPresent();
    if (running) {
      throw new StoryFailure(
          "an earlier demo still runs on %s: stop it (kill %s), or choose --home=…"
              .formatted(folder, pid));
    }
  }

  /** A number may be in use again by something else. */
  private static boolean isJava(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().map(command -> command.endsWith("java")).orElse(true);
  }

  /** The stores of a gateway that was killed end by themselves, a moment later. */
  private static void awaitEndOfStores(Path folder) throws IOException, InterruptedException {
    var pidFile = folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
    for (var waited = 0; waited < STORES_END_POLLS && isRunning(pidFile); waited++) {
      Thread.sleep(POLL);
    }
  }

  private static boolean isRunning(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return false;
    }
    var firstLine = Files.readString(pidFile).lines().findFirst().orElse("").strip();
    return firstLine.matches("[0-9]+")
        && ProcessHandle.of(Long.parseLong(firstLine)).isPresent();
  }

  /** Deletes all but the unpacked binaries, which are the same every time. */
  private static void delete(Path folder) throws IOException {
    try (var tree = Files.walk(folder)) {
      var binaries = folder.resolve("binaries");
      for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.startsWith(binaries) && !path.equals(folder)) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /** Remembers which process runs on this folder. */
  void occupiedBy(long pid) throws IOException {
    Files.writeString(folder.resolve(MARKER), Long.toString(pid));
  }
}
