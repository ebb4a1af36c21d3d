package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.money.Rounded;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quantity.QuantityReading;
import io.tollgate.rules.rating.Rating;
import io.tollgate.rules.usage.Cycle;
import java.time.ZoneId;
import java.util.Optional;

/** Quantities, rounding, cycles and prices by themselves. */
final class BasicsStage implements Stage {

  private final World world;

  BasicsStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "zone" -> zone(words);
          case "quantity" -> quantity(words);
          case "round" -> round(words);
          case "cycle" -> cycle(words);
          case "next" -> nextCollection(words);
          case "rate" -> rate(words);
          default -> null;
        });
  }

  private String zone(Words words) {
    world.zone = ZoneId.of(words.next());
    return "";
  }

  private static String quantity(Words words) {
    return switch (Quantity.read(words.rest())) {
      case QuantityReading.Read(var quantity) -> quantity.toString();
      case QuantityReading.Unreadable(var reason, var _) -> "refused: " + reason.expected();
    };
  }

  private static String round(Words words) {
    var rounded = Rounded.halfUp(Money.of(words.next(), words.next()));
    return rounded.amount() + ", rest " + rounded.remainder();
  }

  private String cycle(Words words) {
    var cycle = words.constant(Cycle.class);
    words.skip("until");
    var window = cycle.endingAt(words.time(world.zone), world.zone);
    return world.local(window.start()) + " to " + world.local(window.end()) + ", collected "
        + world.local(window.collectionDueAt(world.zone)) + ", month " + window.month(world.zone);
  }

  private String nextCollection(Words words) {
    var cycle = words.constant(Cycle.class);
    words.skip("after");
    return world.local(cycle.nextDueAfter(words.time(world.zone), world.zone));
  }

  /** {@code rate 12.5 after 1000 at graduated …}. */
  private static String rate(Words words) {
    var quantity = words.quantity();
    words.skip("after");
    var before = words.quantity();
    words.skip("at");
    var rated = Rating.collect(Prices.read(words), before.units(), quantity.units());
    return rated.lines().stream().map(Object::toString).collect(joining("; "))
        + (rated.lines().size() == 1 ? "" : "; together " + rated.amount());
  }
}
