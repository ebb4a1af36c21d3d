package io.tollgate.rules.secondopinion;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one customer's billing item comes to, worked out the slow way: with nothing but decimals,
 * local times and loops, asking the whole history anew for each record. It keeps no balances, so
 * there are none it could get wrong. Local times only; for zones without summer time.
 *
 * @param hourly hours, or else days
 * @param model PER_UNIT, GRADUATED or VOLUME
 * @param tiers upper ends and prices; the last upper end is null. One tier for PER_UNIT
 * @param reject whether what is over quota is refused, or else capped
 */
public record NaiveBill(
    boolean hourly,
    String model,
    List<Step> tiers,
    boolean reject,
    List<Pack> packs,
    List<Use> uses) {

  /** A tier of the price. */
  public record Step(@Nullable BigDecimal upTo, BigDecimal price) {}

  /**
   * A package.
   *
   * @param resetMonths 0 for none
   */
  public record Pack(
      String id,
      BigDecimal quantity,
      int resetMonths,
      int validMonths,
      LocalDateTime from,
      boolean stop) {

    /** The number of the reset period that holds the end of a use, or -1. */
    int periodOf(LocalDateTime end) {
      for (var number = 0; number * lengthMonths() < validMonths; number++) {
        if (end.isAfter(startOf(number)) && !end.isAfter(startOf(number + 1))) {
          return number;
        }
      }
      return -1;
    }

    private int lengthMonths() {
      return resetMonths == 0 ? validMonths : resetMonths;
    }

    LocalDateTime startOf(int number) {
      var months = Math.min(number * lengthMonths(), validMonths);
      return from.plusMonths(months);
    }
  }

  /** A usage record; it may name a package. */
  public record Use(
      String sn,
      BigDecimal quantity,
      LocalDateTime end,
      @Nullable String pack) {}

  /** What became of a use: nothing at all where it was refused. */
  public record Outcome(
      boolean refused, Map<String, BigDecimal> drawn, BigDecimal onDemand, BigDecimal overage) {}

  /** A package's period with the units that uses took from it. */
  private record Taken(String pack, int period, BigDecimal quantity) {}

  /** What became of each use, in order. */
  public List<Outcome> outcomes() {
    var outcomes = new ArrayList<Outcome>();
    var taken = new ArrayList<Taken>();
    for (var use : uses) {
      outcomes.add(outcome(use, taken));
    }
    return outcomes;
  }

  private Outcome outcome(Use use, List<Taken> taken) {
    var drawn = new TreeMap<String, BigDecimal>();
    var takenNow = new ArrayList<Taken>();
    var left = use.quantity();
    for (var pack : candidates(use)) {
      var period = pack.periodOf(use.end());
      var part = left.min(leftOf(pack, period, taken));
      if (part.signum() > 0) {
        takenNow.add(new Taken(pack.id(), period, part));
        drawn.put(pack.id(), part.stripTrailingZeros());
        left = left.subtract(part);
      }
    }
    if (use.pack() != null && reject && left.signum() > 0) {
      return new Outcome(true, Map.of(), ZERO, ZERO);
    }
    taken.addAll(takenNow);
    var rest = left.stripTrailingZeros();
    return use.pack() == null
        ? new Outcome(false, drawn, rest, ZERO)
        : new Outcome(false, drawn, ZERO, rest);
  }

  /** The packages a use may draw on, the one whose period ends first in front. */
  private List<Pack> candidates(Use use) {
    var candidates = new ArrayList<Pack>();
    for (var pack : packs) {
      var mayDraw = use.pack() == null ? !pack.stop() : pack.id().equals(use.pack());
      if (mayDraw && pack.periodOf(use.end()) >= 0) {
        var place = 0;
        while (place < candidates.size() && !goesBefore(pack, candidates.get(place), use)) {
          place++;
        }
        candidates.add(place, pack);
      }
    }
    return candidates;
  }

  private static boolean goesBefore(Pack one, Pack other, Use use) {
    var end = one.startOf(one.periodOf(use.end()) + 1);
    var otherEnd = other.startOf(other.periodOf(use.end()) + 1);
    if (!end.equals(otherEnd)) {
      return end.isBefore(otherEnd);
    }
    return one.from().equals(other.from())
        ? one.id().compareTo(other.id()) < 0
        : one.from().isBefore(other.from());
  }

  private static BigDecimal leftOf(Pack pack, int period, List<Taken> taken) {
    var left = pack.quantity();
    for (var earlier : taken) {
      if (earlier.pack().equals(pack.id()) && earlier.period() == period) {
        left = left.subtract(earlier.quantity());
      }
    }
    return left;
  }

  /** The quantity of each cycle, by its first local time. */
  public Map<LocalDateTime, BigDecimal> cycles() {
    var cycles = new TreeMap<LocalDateTime, BigDecimal>();
    var outcomes = outcomes();
    for (var i = 0; i < uses.size(); i++) {
      if (!outcomes.get(i).refused()) {
        cycles.merge(cycleOf(uses.get(i)), uses.get(i).quantity(), BigDecimal::add);
      }
    }
    cycles.replaceAll((start, quantity) -> quantity.stripTrailingZeros());
    return cycles;
  }

  private LocalDateTime cycleOf(Use use) {
    var last = use.end().minusNanos(1);
    return last.toLocalDate().atTime(hourly ? last.getHour() : 0, 0);
  }

  /** What all months together cost, once each is settled. */
  public BigDecimal amount() {
    var onDemand = new TreeMap<String, BigDecimal>();
    var outcomes = outcomes();
    for (var i = 0; i < uses.size(); i++) {
      var month = cycleOf(uses.get(i)).toLocalDate().withDayOfMonth(1).toString();
      onDemand.merge(month, outcomes.get(i).onDemand(), BigDecimal::add);
    }
    return onDemand.values().stream()
        .map(this::monthAmount)
        .reduce(ZERO, BigDecimal::add)
        .stripTrailingZeros();
  }

  private BigDecimal monthAmount(BigDecimal quantity) {
    var sum = ZERO;
    var below = ZERO;
    for (var tier : tiers) {
      var upTo = tier.upTo();
      var end = upTo == null ? quantity : quantity.min(upTo);
      if (!model.equals("VOLUME")) {
        sum = sum.add(end.subtract(below).multiply(tier.price()));
      }
      if (quantity.compareTo(end) <= 0) {
        return model.equals("VOLUME") ? quantity.multiply(tier.price()) : sum;
      }
      below = end;
    }
    throw new IllegalStateException("the last tier has no end");
  }
}
