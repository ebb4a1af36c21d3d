package io.tollgate.rules.standing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.Standing.Good;
import io.tollgate.rules.standing.Standing.Grace;
import io.tollgate.rules.standing.Standing.Retention;
import io.tollgate.rules.standing.StandingEffect.FreezeAll;
import io.tollgate.rules.standing.StandingEffect.LiftAll;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ArrearsPropertyTests {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Currency CNY = Currency.getInstance("CNY");

  @Property
  void whoHasZeroOrMoreIsInGoodStanding(
      @ForAll CustomerLevel level,
      @ForAll @Size(max = 30) List<@IntRange(min = -5, max = 5) Integer> balances) {
    Standing standing = new Good();
    var now = START;
    for (var amount : balances) {
      now = now.plus(Duration.ofHours(9));
      standing = Arrears.timeReached(standing, now, level.payPerUse()).standing();
      standing = moved(standing, amount, now, level).standing();
      assertThat(standing instanceof Good).isEqualTo(amount >= 0);
    }
  }

  @Property
  void allIsFrozenExactlyWhileInRetention(
      @ForAll CustomerLevel level,
      @ForAll @Size(max = 30) List<@IntRange(min = -5, max = 5) Integer> balances) {
    Standing standing = new Good();
    var frozen = false;
    var now = START;
    for (var amount : balances) {
      now = now.plus(Duration.ofHours(9));
      for (var change : List.of(Arrears.timeReached(standing, now, level.payPerUse()))) {
        standing = change.standing();
        frozen = frozenAfter(frozen, change);
      }
      var change = moved(standing, amount, now, level);
      standing = change.standing();
      frozen = frozenAfter(frozen, change);
      assertThat(frozen).isEqualTo(standing instanceof Retention);
    }
  }

  @Property
  void graceAndRetentionEndAtTheirTimeWhateverElseIsDebited(
      @ForAll CustomerLevel level, @ForAll @IntRange(min = 1, max = 40) int furtherDebits) {
    var terms = level.payPerUse();
    var standing = moved(new Good(), -1, START, level).standing();
    for (var i = 1; i <= furtherDebits; i++) {
      var now = START.plus(Duration.ofHours(i));
      standing = Arrears.timeReached(standing, now, terms).standing();
      standing = moved(standing, -1 - i, now, level).standing();
    }

    var retentionEnd = START.plus(terms.grace()).plus(terms.retention());
    switch (standing) {
      case Good _ -> throw new AssertionError("still owes");
      case Grace grace -> assertThat(grace.endsAt()).isEqualTo(START.plus(terms.grace()));
      case Retention retention -> assertThat(retention.endsAt()).isEqualTo(retentionEnd);
    }
  }

  private static StandingChange moved(
      Standing standing, int amount, Instant now, CustomerLevel level) {
    var balance = new Money(BigDecimal.valueOf(amount), CNY);
    return Arrears.balanceMoved(standing, CustomerType.PREPAID, balance, now, level.payPerUse());
  }

  private static boolean frozenAfter(boolean frozen, StandingChange change) {
    if (change.effects().stream().anyMatch(FreezeAll.class::isInstance)) {
      return true;
    }
    return frozen && change.effects().stream().noneMatch(LiftAll.class::isInstance);
  }
}
