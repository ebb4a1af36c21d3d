package io.tollgate.rules.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/concepts/billing.md} shows is what the scenarios say. */
class BillingDocumentTests {

  private static final Path DOCUMENT = Path.of("..", "docs", "concepts", "billing.md");

  @Test
  void everyWorkedExampleIsAScenario() throws IOException {
    var examples = examples();

    assertThat(examples).hasSizeGreaterThan(40);
    assertThat(Scenario.all().stream().map(BillingDocumentTests::text)).containsAll(examples);
  }

  @Test
  void everyChapterOfTheScenariosHasAWorkedExample() throws IOException {
    var examples = examples();

    assertThat(Scenario.all().stream()
            .filter(scenario -> examples.contains(text(scenario)))
            .map(Scenario::chapter))
        .containsAll(Scenario.all().stream().map(Scenario::chapter).toList());
  }

  private static List<String> text(Scenario scenario) {
    var text = new ArrayList<String>();
    text.add("== " + scenario.title());
    scenario.lines().forEach(line -> text.add(line.text()));
    return text;
  }

  /** The fenced blocks of the document, without their remarks. */
  private static List<List<String>> examples() throws IOException {
    var examples = new ArrayList<List<String>>();
    List<String> example = null;
    for (var line : Files.readAllLines(DOCUMENT)) {
      if (line.equals("```scenario")) {
        example = new ArrayList<>();
      } else if (line.equals("```") && example != null) {
        examples.add(example);
        example = null;
      } else if (example != null && !line.startsWith("#")) {
        example.add(line.strip());
      }
    }
    return examples;
  }
}
