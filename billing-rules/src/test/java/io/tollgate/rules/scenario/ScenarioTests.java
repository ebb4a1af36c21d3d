package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays every scenario of {@code billing-scenarios.txt}, line by line. */
class ScenarioTests {

  @TestFactory
  Stream<DynamicTest> everyLineComesToWhatItSays() {
    var chapters = Scenario.all().stream()
        .collect(groupingBy(Scenario::chapter, LinkedHashMap::new, toList()));
    return chapters.entrySet().stream()
        .map(chapter -> DynamicTest.dynamicTest(
            chapter.getKey(), () -> chapter.getValue().forEach(ScenarioTests::play)));
  }

  @Test
  void sixtyScenariosAndMoreAreTold() {
    assertThat(Scenario.all()).hasSizeGreaterThanOrEqualTo(60);
  }

  @Test
  void everyScenarioHasATitleOfItsOwnAndChecksSomething() {
    var scenarios = Scenario.all();

    assertThat(scenarios).extracting(Scenario::title).doesNotHaveDuplicates();
    assertThat(scenarios)
        .allSatisfy(
            scenario -> assertThat(scenario.lines()).anyMatch(Scenario.Line::hasExpectation));
  }

  private static void play(Scenario scenario) {
    var world = new World();
    var stages = List.of(
        new BasicsStage(world),
        new CatalogueStage(),
        new UsageStage(world),
        new MoneyStage(world),
        new StandingStage(world),
        new InstanceStage(world),
        new SettlementStage(world));
    for (var line : scenario.lines()) {
      var outcome = play(stages, line);
      if (line.hasExpectation()) {
        assertThat(outcome)
            .as("%s, line %d: %s", scenario.title(), line.number(), line.command())
            .isEqualTo(line.expectation());
      }
    }
  }

  private static String play(List<? extends Stage> stages, Scenario.Line line) {
    var words = new Words(line.command());
    var verb = words.next();
    try {
      for (var stage : stages) {
        var outcome = stage.play(verb, words);
        if (outcome.isPresent()) {
          words.end();
          return outcome.get();
        }
      }
    } catch (RuntimeException e) {
      throw new AssertionError("line " + line.number() + ": " + line.text(), e);
    }
    throw new AssertionError("line " + line.number() + ": no such command: " + verb);
  }
}
