package io.tollgate.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;

/**
 * Ends a store when this JVM ends without having done so itself, be it by SIGKILL.
 *
 * <p>A waiting shell holds the other end of a pipe. A line through it means that the store was
 * ended in order; its closing without one, that nobody is left to do so.
 */
final class Lifeline implements AutoCloseable {

  private static final String WAIT = "read -r _ || kill -\"$1\" \"$2\"";

  private final Process shell;

  private Lifeline(Process shell) {
    this.shell = shell;
  }

  static Lifeline tie(ProcessHandle store, Signal farewell) throws IOException {
    var pid = Long.toString(store.pid());
    // A session of its own, so that Ctrl-C in a terminal does not cut the line.
    var shell = new ProcessBuilder("setsid", "sh", "-c", WAIT, "lifeline", farewell.name(), pid)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
    return new Lifeline(shell);
  }

  @Override
  public void close() {
    try (var pipe = shell.getOutputStream()) {
      pipe.write("ended\n".getBytes(US_ASCII));
    } catch (IOException e) {
      // The shell is gone, and with it the line.
    }
  }
}
