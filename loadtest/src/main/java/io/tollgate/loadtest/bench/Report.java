package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one run: a table for people, JSON for whoever compares runs. */
final class Report {

  private record Line(String name, String value, String beside) {}

  private final List<Line> lines = new ArrayList<>();
  private final ObjectNode raw = Json.object();

  /** A word about the run itself. */
  void about(String name, String value) {
    raw.put(name, value);
  }

  /** Several measurements of one thing; the table shows their median. Returns it. */
  double median(String name, String unit, List<Double> values) {
    var sorted = values.stream().sorted().toList();
    var median = sorted.get(sorted.size() / 2);
    var array = raw.putArray(key(name));
    values.forEach(value -> array.add(round(value)));
    lines.add(new Line(
        name,
        number(median) + " " + unit,
        "%s to %s".formatted(number(sorted.getFirst()), number(sorted.getLast()))));
    return median;
  }

  void figure(String name, String unit, double value) {
    raw.put(key(name), round(value));
    lines.add(new Line(name, number(value) + " " + unit, ""));
  }

  /** A ratio to a ceiling, and what it should be; {@code goal} 0 where none is set. */
  void ratio(String name, double value, double ceiling, double goal) {
    raw.put(key(name), round(value / ceiling));
    lines.add(new Line(
        "  = " + name,
        "%.2f x".formatted(value / ceiling),
        goal == 0 ? "" : "goal %.2f".formatted(goal)));
  }

  void latency(String name, Run run) {
    var figures = raw.putObject(key(name));
    for (var percent : new double[] {50, 99, 99.9}) {
      figures.put("p" + percent, round(run.millis(percent)));
    }
    figures.put("answered", run.answered());
    lines.add(new Line(
        name,
        "p50 %.1f  p99 %.1f  p99.9 %.1f ms"
            .formatted(run.millis(50), run.millis(99), run.millis(99.9)),
        ""));
    others(run);
  }

  /** Says what was answered otherwise than hoped: such a run's figures are of fewer requests. */
  void others(Run run) {
    run.others()
        .forEach(
            (seen, count) -> lines.add(new Line("  other answers", Long.toString(count), seen)));
  }

  void print(PrintStream out) {
    var width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    for (var line : lines) {
      out.printf("%-" + width + "s  %-34s %s%n", line.name(), line.value(), line.beside());
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Json.bytes(raw));
  }

  private static String key(String name) {
    return String.join("_", Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^a-z0-9.]+", -1)));
  }

  private static String number(double value) {
    return value >= 100 ? "%,.0f".formatted(value) : "%.2f".formatted(value);
  }

  private static double round(double value) {
    return Math.round(value * 1_000) / 1_000.0;
  }
}
