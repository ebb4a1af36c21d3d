package io.tollgate.loadtest.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Tells the story: one numbered line a step, business time, what was done, what was answered. */
final class Narrator {

  private static final DateTimeFormatter BUSINESS_TIME =
      DateTimeFormatter.ofPattern("dd MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private int steps;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void chapter(String title) {
    out.printf("%n%s%n", title);
  }

  /**
   * @param done what was done, in a few words
   * @param answer what the gateway, or the ISV's server, had to say to it
   */
  void step(Instant businessTime, String done, String answer) {
    steps++;
    out.printf("%3d  %s  %-58s  %s%n", steps, BUSINESS_TIME.format(businessTime), done, answer);
  }

  void line(String text) {
    out.println(text);
  }
}
