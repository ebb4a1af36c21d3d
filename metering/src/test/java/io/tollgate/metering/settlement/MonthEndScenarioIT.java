package io.tollgate.metering.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.CollectionContext;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the month ends of {@code month-end-scenarios.txt} on the engine and a real database. */
@WithStores
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonthEndScenarioIT {

  private static final int LEAST_SCENARIOS = 26;

  private final LedgerFixture ledger;
  private final CollectionContext context;

  MonthEndScenarioIT(Stores stores) {
    ledger = new LedgerFixture(stores.database());
    context = new CollectionContext(stores.database(), CollectionContext.billingParts());
  }

  @AfterAll
  void close() throws SQLException {
    context.close();
    ledger.close();
  }

  static List<MonthEndScenario> scenarios() {
    return MonthEndScenario.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void comesToWhatItSays(MonthEndScenario scenario) {
    ledger.clear();
    var stage = new MonthEndStage(ledger, context);

    for (var line : scenario.lines()) {
      var outcome = play(stage, line);
      if (line.hasExpectation()) {
        assertThat(outcome)
            .as("%s, line %d: %s", scenario, line.number(), line.command())
            .isEqualTo(line.expectation());
      }
      stage.requireThatEverythingAddsUp();
    }
  }

  private static String play(MonthEndStage stage, MonthEndScenario.Line line) {
    try {
      return stage.play(line.command());
    } catch (RuntimeException e) {
      throw new AssertionError("line " + line.number() + ": " + line.command(), e);
    }
  }

  @Test
  void theFileHoldsEnoughScenariosAndEachExpectsSomething() {
    assertThat(scenarios())
        .hasSizeGreaterThanOrEqualTo(LEAST_SCENARIOS)
        .allSatisfy(scenario ->
            assertThat(scenario.lines()).anyMatch(MonthEndScenario.Line::hasExpectation))
        .extracting(MonthEndScenario::title)
        .doesNotHaveDuplicates();
  }
}
