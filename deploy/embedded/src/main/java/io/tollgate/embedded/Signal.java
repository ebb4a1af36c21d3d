package io.tollgate.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The signals that stores understand; Java itself sends only two of them. */
enum Signal {
  /** Redis: write everything out and end. */
  TERM,
  /** PostgreSQL: roll back what is open, write a checkpoint and end. */
  INT,
  KILL;

  void send(ProcessHandle process) {
    try {
      new ProcessBuilder("sh", "-c", "kill -" + name() + " " + process.pid())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new StoresUnavailableException(
          "Cannot signal process " + process.pid() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether {@code process} ended within {@code patience}. */
  static boolean awaitEnd(ProcessHandle process, Duration patience) {
    try {
      process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
