package io.tollgate.testing;

import io.tollgate.embedded.EmbeddedStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Removes what test JVMs left that were killed: their stores still run, their folders remain. */
final class AbandonedHomes {

  private static final String PREFIX = "home-";

  private AbandonedHomes() {}

  static void clear(Path root) throws IOException {
    try (var homes = Files.list(root)) {
      homes.filter(AbandonedHomes::isAbandoned).forEach(home -> {
        if (EmbeddedStores.stopAbandoned(home)) {
          delete(home);
        }
      });
    }
  }

  static void delete(Path folder) {
    try (var paths = Files.walk(folder)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Another JVM is clearing the same folder, or a dying store wrote once more: next time.
    }
  }

  private static boolean isAbandoned(Path home) {
    var name = home.getFileName().toString();
    if (!name.matches(PREFIX + "[0-9]+")) {
      return false;
    }
    var owner = Long.parseLong(name.substring(PREFIX.length()));
    return ProcessHandle.of(owner).filter(ProcessHandle::isAlive).isEmpty()
        || owner == ProcessHandle.current().pid();
  }
}
