package io.tollgate.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and stops the stores that a killed process left running on a home.
 *
 * <p>Called only while the home's lock is held, when no living owner can exist. A process counts as
 * one of ours when an argument it was started with is a path under the home, which leaves out
 * whatever merely got the process id of a former store.
 */
final class Orphans {

  private static final Logger log = LoggerFactory.getLogger(Orphans.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Orphans() {}

  /** Stops all of them; returns when none is left. */
  static void stop(Path home, String program, Signal politely) {
    for (var orphan : find(home, program)) {
      log.info("Stopping {} (process {}), left running by a killed process", program, orphan.pid());
      politely.send(orphan);
      if (!Signal.awaitEnd(orphan, PATIENCE)) {
        Signal.KILL.send(orphan);
        if (!Signal.awaitEnd(orphan, PATIENCE)) {
          throw new StoresUnavailableException("Process " + orphan.pid() + " (" + program
              + ") holds the home folder " + home + " and does not end; end it by hand.");
        }
      }
    }
  }

  private static List<ProcessHandle> find(Path home, String program) {
    var self = ProcessHandle.current();
    return ProcessHandle.allProcesses()
        .filter(process -> !process.equals(self))
        .filter(process -> runs(arguments(process), home, program))
        .toList();
  }

  private static boolean runs(List<String> arguments, Path home, String program) {
    return !arguments.isEmpty()
        && Path.of(arguments.getFirst()).endsWith(program)
        && arguments.stream().skip(1).anyMatch(argument -> isUnder(home, argument));
  }

  private static boolean isUnder(Path home, String argument) {
    return argument.startsWith(home + "/");
  }

  private static List<String> arguments(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"), UTF_8);
      return line.isEmpty() ? List.of() : List.of(line.split("\0"));
    } catch (IOException e) {
      // It has ended meanwhile, or is not ours to see.
      return List.of();
    }
  }
}
