package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A program that starts stores on a home and then only waits to be killed. */
final class StoresHolder {

  private StoresHolder() {}

  public static void main(String[] arguments) throws InterruptedException {
    var stores = EmbeddedStores.start(TestBinaries.settings(Path.of(arguments[0])));
    System.out.println("started");
    Thread.currentThread().join();
    stores.close();
  }

  /** Runs it in a process of its own; returns when its stores answer. */
  static Process start(Path home) throws IOException {
    var process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StoresHolder.class.getName(),
            home.toString())
        .redirectErrorStream(true)
        .start();
    var output = process.inputReader();
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals("started")) {
        return process;
      }
    }
    throw new IllegalStateException("the holder ended without starting its stores");
  }
}
