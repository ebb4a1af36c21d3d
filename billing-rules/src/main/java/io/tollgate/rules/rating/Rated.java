package io.tollgate.rules.rating;

import io.tollgate.rules.money.Money;
import java.util.List;

/**
 * What a quantity costs, and how that came about.
 *
 * @param amount exact; the sum of the lines
 * @param lines one for each unit price that played a part, in ascending order of tiers
 */
public record Rated(Money amount, List<RatedLine> lines) {

  public Rated {
    lines = List.copyOf(lines);
  }
}
