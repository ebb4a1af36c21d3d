package io.tollgate.loadtest.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;

/**
 * A gateway's home folder that each run starts afresh: what an earlier run left is deleted. A marker
 * keeps that from ever happening to somebody's data, or under a gateway that still runs.
 */
final class ScratchHome {

  private static final String MARKER = "scratch.marker";
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int STORES_END_POLLS = 200;

  private final Path folder;

  private ScratchHome(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws GatewayFailure when the folder is not ours, or in use
   */
  static ScratchHome fresh(Path folder) throws IOException, InterruptedException {
    var marker = folder.resolve(MARKER);
    if (Files.exists(marker)) {
      refuseIfInUse(folder, Files.readString(marker).strip());
      awaitEndOfStores(folder);
      delete(folder);
    } else if (isOccupied(folder)) {
      throw new GatewayFailure(
          folder
              + " holds something that no run of this program made; choose another folder with --home=…");
    }
    Files.createDirectories(folder);
    Files.writeString(marker, "");
    return new ScratchHome(folder);
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
    var running =
        ProcessHandle.of(Long.parseLong(pid)).filter(ScratchHome::isJava).isPresent();
    if (running) {
      throw new GatewayFailure("an earlier run still uses %s: stop it (kill %s), or choose --home=…"
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
