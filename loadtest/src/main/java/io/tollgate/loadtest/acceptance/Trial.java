package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.io.PrintStream;

/** A program that starts a gateway of its own, puts it to the test, and prints what it found. */
public interface Trial {

  /** Throws {@link GatewayFailure} when the gateway did not do what it promises. */
  void run(Playground playground, PrintStream out) throws IOException, InterruptedException;

  /** Returns the exit code: 0 when the gateway kept its promises, 1 else. */
  static int perform(
      Playground.Settings settings, Trial trial, PrintStream out, PrintStream problems) {
    try (var playground = Playground.open(settings)) {
      trial.run(playground, out);
      return 0;
    } catch (GatewayFailure | IOException e) {
      problems.println("FAILED: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
