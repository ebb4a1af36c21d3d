package io.tollgate.gateway;

import java.util.concurrent.atomic.AtomicInteger;

/** Names that no other test of the run uses. */
public final class Names {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private Names() {}

  /** {@code stem} with a number behind it. */
  public static String fresh(String stem) {
    return stem + "-" + COUNT.incrementAndGet();
  }
}
