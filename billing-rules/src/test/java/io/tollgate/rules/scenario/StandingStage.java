package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.Arrears;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import io.tollgate.rules.standing.Expiry;
import io.tollgate.rules.standing.Standing;
import io.tollgate.rules.standing.StandingChange;
import io.tollgate.rules.standing.StandingEffect;
import java.util.Optional;

/** How a customer stands, and what becomes of a subscription that ends. */
final class StandingStage implements Stage {

  private final World world;
  private CustomerLevel level = CustomerLevel.V0;
  private CustomerType type = CustomerType.PREPAID;
  private Standing standing = new Standing.Good();

  StandingStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "customer" -> customer(words);
          case "owes" -> balanceMoved(words, true);
          case "has" -> balanceMoved(words, false);
          case "billed" -> billed(words);
          case "repaid" -> changed(Arrears.monthsRepaid(standing));
          case "time" ->
            changed(Arrears.timeReached(standing, words.time(world.zone), level.payPerUse()));
          case "subscription" -> subscription(words);
          default -> null;
        });
  }

  private String customer(Words words) {
    level = words.constant(CustomerLevel.class);
    type = words.constant(CustomerType.class);
    return "";
  }

  /** {@code owes 5 at T}: the balance is now 5 below zero; {@code has 5 at T}: above. */
  private String balanceMoved(Words words, boolean negative) {
    var amount = Money.of(words.next(), "CNY");
    words.skip("at");
    var at = words.time(world.zone);
    var balance = negative ? amount.negated() : amount;
    return changed(Arrears.balanceMoved(standing, type, balance, at, level.payPerUse()));
  }

  private String billed(Words words) {
    words.skip("owing");
    var balance = Money.of(words.next(), "CNY").negated();
    words.skip("at");
    return changed(
        Arrears.monthBilled(standing, balance, words.time(world.zone), level.payPerUse()));
  }

  private String changed(StandingChange change) {
    standing = change.standing();
    var effects = change.effects().stream().map(this::described).collect(joining(", "));
    return described(standing) + (effects.isEmpty() ? "" : ": " + effects);
  }

  private String described(Standing standing) {
    return switch (standing) {
      case Standing.Good _ -> "GOOD";
      case Standing.Grace grace -> "GRACE until " + world.local(grace.endsAt());
      case Standing.Retention retention -> "RETENTION until " + world.local(retention.endsAt());
    };
  }

  private String described(StandingEffect effect) {
    return switch (effect) {
      case StandingEffect.AnnounceArrears _ -> "announce arrears";
      case StandingEffect.AnnounceRecovered _ -> "announce recovery";
      case StandingEffect.LookAgain(var at) -> "look again " + world.local(at);
      case StandingEffect.StopLooking _ -> "stop looking";
      case StandingEffect.FreezeAll(var releaseAt) ->
        "freeze all, release " + world.local(releaseAt);
      case StandingEffect.LiftAll _ -> "lift all";
      case StandingEffect.ReleaseAll _ -> "release all";
    };
  }

  /** {@code subscription ends T}, {@code subscription trial ends T}. */
  private String subscription(Words words) {
    var trial = words.take("trial");
    words.skip("ends");
    var end = words.time(world.zone);
    var expiry =
        trial ? Expiry.ofTrial(end, level.subscription()) : Expiry.of(end, level.subscription());
    return "frozen " + world.local(expiry.freezeAt()) + ", released "
        + world.local(expiry.releaseAt());
  }
}
