package io.tollgate.metering.settlement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A titled row of lines. A line is a command, and after {@code ->} what is to come of it; a line
 * without an arrow only has to work. Lines that begin with {@code #} are remarks.
 */
record MonthEndScenario(String title, List<Line> lines) {

  private static final String FILE = "/month-end-scenarios.txt";
  private static final String TITLE = "== ";
  private static final String ARROW = " -> ";

  /** A line with its place in the file. */
  record Line(int number, String command, String expectation) {

    static Line of(int number, String text) {
      var arrow = text.indexOf(ARROW);
      return arrow < 0
          ? new Line(number, text, "")
          : new Line(
              number,
              text.substring(0, arrow).strip(),
              text.substring(arrow + ARROW.length()).strip());
    }

    boolean hasExpectation() {
      return !expectation.isEmpty();
    }
  }

  static List<MonthEndScenario> all() {
    var scenarios = new ArrayList<MonthEndScenario>();
    var lines = new ArrayList<Line>();
    var title = "";
    var texts = fileLines();
    for (var i = 0; i < texts.size(); i++) {
      var text = texts.get(i).strip();
      if (text.startsWith(TITLE)) {
        end(scenarios, title, lines);
        title = text.substring(TITLE.length());
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(Line.of(i + 1, text));
      }
    }
    end(scenarios, title, lines);
    return scenarios;
  }

  private static void end(List<MonthEndScenario> scenarios, String title, List<Line> lines) {
    if (!title.isEmpty()) {
      scenarios.add(new MonthEndScenario(title, List.copyOf(lines)));
      lines.clear();
    }
  }

  private static List<String> fileLines() {
    var stream = MonthEndScenario.class.getResourceAsStream(FILE);
    try (var file = Objects.requireNonNull(stream, FILE)) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
