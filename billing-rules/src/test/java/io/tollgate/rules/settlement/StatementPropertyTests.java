package io.tollgate.rules.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.money.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;

class StatementPropertyTests {

  private static final Currency CNY = Currency.getInstance("CNY");

  @Property
  void aStatementIsTheSumOfItsLinesAndOfWhatWasReallySold(
      @ForAll @Size(max = 20)
          List<@BigRange(min = "-1000", max = "1000") @Scale(10) BigDecimal> amounts) {
    var exact = amounts.stream().map(amount -> new Money(amount, CNY)).toList();

    var statement = Statement.of(
        CNY,
        exact.stream()
            .map(amount -> new StatementLine<>(LineKind.USAGE, "u", amount))
            .toList(),
        "rounding");

    assertThat(sum(statement.lines().stream().map(StatementLine::amount).toList()))
        .isEqualTo(statement.total())
        .isEqualTo(sum(exact));
  }

  @Property
  void everyLineButTheRoundingIsAWholeNumberOfCoins(
      @ForAll @Size(max = 20)
          List<@BigRange(min = "-1000", max = "1000") @Scale(10) BigDecimal> amounts) {
    var statement = Statement.of(
        CNY,
        amounts.stream()
            .map(amount -> new StatementLine<>(LineKind.USAGE, "u", new Money(amount, CNY)))
            .toList(),
        "rounding");

    assertThat(statement.lines())
        .filteredOn(line -> line.kind() != LineKind.ROUNDING)
        .hasSameSizeAs(amounts)
        .allSatisfy(line -> assertThat(line.amount().amount().scale()).isLessThanOrEqualTo(2));
  }

  private static Money sum(List<Money> amounts) {
    return amounts.stream().reduce(Money.zero(CNY), Money::plus);
  }
}
