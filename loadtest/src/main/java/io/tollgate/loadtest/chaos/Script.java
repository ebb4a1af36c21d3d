package io.tollgate.loadtest.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What customers buy and what becomes of it, decided by a seed before anything runs, so that it can
 * be played to several gateways alike.
 *
 * @param purchases the number of an order is its place in this list
 */
record Script(long seed, List<Purchase> purchases, List<Round> rounds) {

  /** What can be bought. */
  enum Ware {
    METERED,
    PACKAGE,
    TRIAL,
    SUBSCRIPTION
  }

  /** One order of one customer. */
  record Purchase(int customer, Ware ware) {}

  /** What is done to what was bought. */
  enum Action {
    VIOLATE,
    LIFT,
    RENEW,
    UNSUBSCRIBE
  }

  /** One change of what order {@code purchase} brought. */
  record Change(int purchase, Action action) {}

  /** Changes of different instances, all at once, and how much time passes after them. */
  record Round(List<Change> changes, Duration pause) {}

  /** Of ten orders of a customer: one pay per use, its package, a trial, and subscriptions. */
  private static final int PER_CUSTOMER = 10;

  private static final int ROUNDS = 12;
  private static final int SOME_ROUNDS_LATER = 6;
  private static final int SHORTEST_PAUSE_MINUTES = 4;
  private static final int PAUSE_MINUTES = 30;
  private static final double RENEWED = 0.01;
  private static final double GIVEN_BACK = 0.02;

  /**
   * @param orders how many
   * @param changes how many violations are found and lifted
   */
  static Script of(long seed, int orders, int changes) {
    var random = new Random(seed);
    var purchases = IntStream.range(0, orders)
        .mapToObj(number -> new Purchase(number / PER_CUSTOMER, ware(number % PER_CUSTOMER)))
        .toList();
    var changeable = new ArrayList<>(IntStream.range(0, orders)
        .filter(number -> purchases.get(number).ware() != Ware.PACKAGE)
        .boxed()
        .toList());
    var violated = new HashSet<Integer>();
    var rounds = new ArrayList<Round>();
    for (var round = 0; round < ROUNDS; round++) {
      var wanted = changes * (round + 1) / ROUNDS - changes * round / ROUNDS;
      Collections.shuffle(changeable, random);
      var made = new ArrayList<Change>();
      for (var number : List.copyOf(changeable)) {
        var subscription = purchases.get(number).ware() == Ware.SUBSCRIPTION;
        if (wanted > 0) {
          made.add(new Change(number, violated.add(number) ? Action.VIOLATE : Action.LIFT));
          if (made.getLast().action() == Action.LIFT) {
            violated.remove(number);
          }
          wanted--;
        } else if (subscription && random.nextDouble() < RENEWED) {
          made.add(new Change(number, Action.RENEW));
        } else if (subscription && round >= SOME_ROUNDS_LATER && random.nextDouble() < GIVEN_BACK) {
          made.add(new Change(number, Action.UNSUBSCRIBE));
          changeable.removeIf(number::equals);
        }
      }
      var minutes = SHORTEST_PAUSE_MINUTES + random.nextInt(PAUSE_MINUTES);
      rounds.add(new Round(made, Duration.ofMinutes(minutes)));
    }
    return new Script(seed, purchases, rounds);
  }

  private static Ware ware(int place) {
    return switch (place) {
      case 0 -> Ware.METERED;
      case 1 -> Ware.PACKAGE;
      case 2 -> Ware.TRIAL;
      default -> Ware.SUBSCRIPTION;
    };
  }

  int customers() {
    return purchases.isEmpty() ? 0 : purchases.getLast().customer() + 1;
  }
}
