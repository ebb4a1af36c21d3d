package io.tollgate.loadtest.billing;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** Times what is done, and prints it with the heap it took. */
final class Figures {

  /** Something that takes long. */
  interface Work {
    void perform() throws IOException;
  }

  private final HeapWatch heap;
  private final PrintStream out;

  Figures(HeapWatch heap, PrintStream out) {
    this.heap = heap;
    this.out = out;
  }

  Duration time(String what, Work work) throws IOException {
    heap.mostMebibytes();
    var started = System.nanoTime();
    work.perform();
    var took = Duration.ofNanos(System.nanoTime() - started);
    out.printf(
        "%-62s %7.1f s   heap at most %4.0f MiB%n",
        what, took.toMillis() / 1_000.0, heap.mostMebibytes());
    return took;
  }

  void note(String text) {
    out.println("  " + text);
  }
}
