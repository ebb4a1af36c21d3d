package io.tollgate.loadtest.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How a script ended, told without ids and times, so that two runs can be compared.
 *
 * @param fates of what each order brought, by the order's number
 * @param money each customer's journal entries, sorted, and the balance last
 */
record Outcome(Map<Integer, Fate> fates, Map<Integer, List<String>> money) {

  /** @param changes each change of state with its version and cause; a timer's effect shows once */
  record Fate(
      String orderState, String instanceState, String freezeReasons, List<String> changes) {}

  long changes() {
    return fates.values().stream().mapToLong(fate -> fate.changes().size()).sum();
  }

  long entries() {
    return money.values().stream().mapToLong(List::size).sum() - money.size();
  }

  /** What differs in {@code other}; empty where nothing does. */
  List<String> differencesTo(Outcome other) {
    var found = new ArrayList<String>();
    compare("order", fates, other.fates, found);
    compare("customer", money, other.money, found);
    return found;
  }

  private static <T> void compare(
      String what, Map<Integer, T> mine, Map<Integer, T> others, List<String> found) {
    var numbers = new TreeSet<>(mine.keySet());
    numbers.addAll(others.keySet());
    for (var number : numbers) {
      if (!Objects.equals(mine.get(number), others.get(number))) {
        found.add("%s %d: %s (expected: %s)"
            .formatted(what, number, mine.get(number), others.get(number)));
      }
    }
  }
}
