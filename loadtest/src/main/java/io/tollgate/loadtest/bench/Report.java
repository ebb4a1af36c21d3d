package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one run: a table for people, JSON for whoever compares runs. */
final class Report {

  /** Above this, what else ran on the machine has cost the figures something. */
  private static final double OTHERS_WORTH_SAYING = 0.1;

  private static final int SHOWN_CHARACTERS = 160;
  private static final double[] PERCENTS = {50, 99, 99.9};

  private record Line(String name, String value, String beside) {}

  private final List<Line> lines = new ArrayList<>();
  private final List<String> doubts = new ArrayList<>();
  private final Map<String, Map<String, Double>> used = new LinkedHashMap<>();
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final ObjectNode raw = Json.object();
  private final ObjectNode figures = Json.object();

  /** A word about the run itself. */
  void about(String name, String value) {
    raw.put(name, value);
  }

  void about(String name, JsonNode value) {
    raw.set(name, value);
  }

  /** Something that makes the figures worth less than they look. */
  void doubt(String doubt) {
    doubts.add(doubt);
  }

  /** A headline of the table. */
  void section(String name) {
    lines.add(new Line("-- " + name, "", ""));
  }

  /** Several measurements of one thing; the table shows their median. Returns it. */
  double median(String name, String unit, List<Double> values, Goal goal) {
    var median = median(values);
    var figure = figure(name, unit, median, goal);
    var rounds = figure.putArray("rounds");
    values.forEach(value -> rounds.add(value));
    var sorted = values.stream().sorted().toList();
    var spread = "%s to %s in %d rounds"
        .formatted(goal.shown(sorted.getFirst()), goal.shown(sorted.getLast()), values.size());
    add(name, goal.shown(median) + " " + unit, spread, goal.judge(median));
    return median;
  }

  /** The middle of the values; of an even number of them the lower one in the middle. */
  static double median(List<Double> values) {
    return values.stream().sorted().toList().get((values.size() - 1) / 2);
  }

  void single(String name, String unit, double value, Goal goal) {
    figure(name, unit, value, goal);
    add(name, goal.shown(value) + " " + unit, goal.judge(value));
  }

  /** What part of a ceiling was reached, by {@code name}; both measured in this run. */
  void ratio(String name, double value, double ceiling, Goal goal) {
    var ratio = ceiling > 0 ? value / ceiling : Double.NaN;
    figure(name, "x", ratio, goal);
    add("  = " + name, goal.shown(ratio) + " x", goal.judge(ratio));
  }

  /**
   * @param p99Goal in milliseconds
   */
  void latencies(String name, Latencies latencies, Goal p99Goal) {
    var figure = figure(name, "ms", latencies.percentile(99), p99Goal);
    var shown = new StringBuilder();
    for (var percent : PERCENTS) {
      var label = ("p" + percent).replace(".0", "");
      put(figure, label, latencies.percentile(percent));
      shown.append("%s %s  ".formatted(label, p99Goal.shown(latencies.percentile(percent))));
    }
    figure.put("count", latencies.count());
    add(
        name,
        shown.append("ms").toString(),
        "of %,d".formatted(latencies.count()),
        p99Goal.judge(latencies.percentile(99)));
  }

  /** Says what was answered otherwise than hoped: such a run's figures are of fewer requests. */
  void others(Run run) {
    if (run.turnedAway() > 0) {
      lines.add(new Line(
          "  turned away with 406 or 503",
          "%,d".formatted(run.turnedAway()),
          "%,d of them with Retry-After".formatted(run.toldWhen())));
    }
    run.others()
        .forEach(
            (seen, count) -> lines.add(new Line("  other answers", "%,d".formatted(count), seen)));
  }

  /** A word about the figure above it. */
  void note(String name, String text) {
    lines.add(new Line("  " + name, text, ""));
  }

  /** A part of the bench that came to nothing; the others go on. */
  void failed(String name, Exception why) {
    var message = why.getMessage() == null ? why.toString() : why.getMessage();
    raw.withArray("failed").addObject().put("phase", name).put("why", message);
    var line = message.lines().findFirst().orElse("");
    lines.add(
        new Line(name, "FAILED", line.substring(0, Math.min(line.length(), SHOWN_CHARACTERS))));
  }

  boolean hasFailures() {
    return raw.has("failed");
  }

  /** Who used the processors while {@code name} was measured; several times add up. */
  void used(String name, double wallSeconds, Map<String, Double> processorSeconds) {
    seconds.merge(name, wallSeconds, Double::sum);
    var sums = used.computeIfAbsent(name, first -> new LinkedHashMap<>());
    processorSeconds.forEach((who, more) -> sums.merge(who, more, Double::sum));
  }

  void print(PrintStream out) {
    var width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    for (var line : lines) {
      out.println("%-{width}s  %-38s %s"
          .replace("{width}", Integer.toString(Math.max(1, width)))
          .formatted(line.name(), line.value(), line.beside())
          .stripTrailing());
    }
    printUse(out, Math.max(1, width));
    allDoubts().forEach(doubt -> out.println("note: this machine was " + doubt));
  }

  /** Processors in use on average, by whom: what is at the machine's number of them is the bound. */
  private void printUse(PrintStream out, int width) {
    out.println("-- processors in use while it was measured");
    used.forEach((name, sums) -> {
      var shares = new StringBuilder();
      sums.forEach((who, sum) -> shares.append("%s %.2f  ".formatted(who, share(name, sum))));
      out.println(("%-" + width + "s  %s").formatted(name, shares).stripTrailing());
    });
  }

  private List<String> allDoubts() {
    var all = new ArrayList<>(doubts);
    used.forEach((name, sums) -> {
      var others = share(name, sums.getOrDefault(CpuTime.OTHERS, 0.0));
      if (others > OTHERS_WORTH_SAYING) {
        all.add("shared with other work (%.2f processors) during: %s".formatted(others, name));
      }
    });
    return all;
  }

  private double share(String name, double processorSeconds) {
    return processorSeconds / Math.max(1e-9, seconds.getOrDefault(name, 0.0));
  }

  JsonNode json() {
    var all = raw.deepCopy();
    var said = all.putArray("doubts");
    allDoubts().forEach(said::add);
    all.set("figures", figures);
    var processors = all.putObject("processors_in_use");
    used.forEach((name, sums) -> {
      var shares = processors.putObject(key(name));
      shares.put("seconds", seconds.getOrDefault(name, 0.0));
      sums.forEach((who, sum) -> shares.put(who, share(name, sum)));
    });
    return all;
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Json.bytes(json()));
  }

  private ObjectNode figure(String name, String unit, double value, Goal goal) {
    var figure = figures.putObject(key(name)).put("unit", unit);
    put(figure, "value", value);
    if (!goal.judge(value).isEmpty()) {
      figure.put("goal", goal.toString()).put("reached", goal.isReachedBy(value));
    }
    return figure;
  }

  /** JSON has no number that is endless. */
  private static void put(ObjectNode figure, String name, double value) {
    if (Double.isFinite(value)) {
      figure.put(name, value);
    } else {
      figure.putNull(name);
    }
  }

  private void add(String name, String value, String... beside) {
    var said = Arrays.stream(beside).filter(word -> !word.isEmpty()).toList();
    lines.add(new Line(name, value, String.join("; ", said)));
  }

  private static String key(String name) {
    return String.join("_", Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^a-z0-9.]+", -1)));
  }
}
