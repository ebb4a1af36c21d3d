package io.tollgate.rules.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A titled row of lines. A line is a command, and after {@code ->} what is to come of it; a line
 * without an arrow only has to work. Lines that begin with {@code #} are remarks.
 *
 * @param chapter the part of the file it stands in
 */
record Scenario(String chapter, String title, List<Line> lines) {

  record Line(int number, String text) {

    String command() {
      return text.split(" -> ", 2)[0].strip();
    }

    boolean hasExpectation() {
      return text.contains(" -> ");
    }

    String expectation() {
      return text.split(" -> ", 2)[1].strip();
    }
  }

  /** All scenarios of the file. */
  static List<Scenario> all() {
    var scenarios = new ArrayList<Scenario>();
    var chapter = "";
    var title = "";
    var lines = new ArrayList<Line>();
    var texts = fileLines();
    for (var i = 0; i < texts.size(); i++) {
      var text = texts.get(i).strip();
      if (text.startsWith("=") && !title.isEmpty()) {
        scenarios.add(new Scenario(chapter, title, List.copyOf(lines)));
        lines.clear();
        title = "";
      }
      if (text.startsWith("== ")) {
        title = text.substring(3);
      } else if (text.startsWith("= ")) {
        chapter = text.substring(2);
      } else if (!text.isEmpty() && !text.startsWith("#")) {
        lines.add(new Line(i + 1, text));
      }
    }
    scenarios.add(new Scenario(chapter, title, List.copyOf(lines)));
    return scenarios;
  }

  private static List<String> fileLines() {
    var stream = Scenario.class.getResourceAsStream("/billing-scenarios.txt");
    try (var file = Objects.requireNonNull(stream, "billing-scenarios.txt")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
