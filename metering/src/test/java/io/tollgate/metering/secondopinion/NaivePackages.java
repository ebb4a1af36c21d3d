package io.tollgate.metering.secondopinion;

import io.tollgate.metering.secondopinion.Happening.Purchase;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The packages a customer has bought. Nothing is remembered of them but the purchase. */
final class NaivePackages {

  private final List<Bought> all = new ArrayList<>();

  /** A package with the local time of its activation. */
  record Bought(Purchase purchase, LocalDateTime at) {

    LocalDateTime orderedAt() {
      return at.minusMinutes(purchase.minutesBefore());
    }

    String id() {
      return purchase.instanceId();
    }

    boolean holds(int item) {
      return purchase.pack().contents().containsKey(item);
    }

    boolean stops() {
      return purchase.pack().stop();
    }

    /** When period {@code number} begins, or where there is none so late, the validity's end. */
    LocalDateTime startOf(int number) {
      var end = at.plusMonths((long) purchase.pack().months() * purchase.periods())
          .plusDays((long) purchase.pack().days() * purchase.periods());
      if (number == 0) {
        return at;
      }
      var reset = purchase.pack().resetMonths();
      var start = reset == 0 ? end : at.plusMonths((long) reset * number);
      return start.isBefore(end) ? start : end;
    }

    int periods() {
      var count = 1;
      while (startOf(count).isBefore(startOf(count + 1))) {
        count++;
      }
      return count;
    }

    /** The period in which a use that ends at {@code end} lies, or -1. */
    int periodOf(LocalDateTime end) {
      for (var number = 0; number < periods(); number++) {
        if (end.isAfter(startOf(number)) && !end.isAfter(startOf(number + 1))) {
          return number;
        }
      }
      return -1;
    }

    /** What each period grants of the item. */
    BigDecimal granted(int item) {
      var quantity = purchase.pack().contents().get(item);
      var times = purchase.pack().resetMonths() == 0
          ? purchase.quantity() * purchase.periods()
          : purchase.quantity();
      return quantity == null ? BigDecimal.ZERO : quantity.multiply(BigDecimal.valueOf(times));
    }
  }

  void buy(Purchase purchase, LocalDateTime at) {
    all.add(new Bought(purchase, at));
  }

  List<Bought> all() {
    return all;
  }

  /** Whether usage of the item has to name a package. */
  boolean mustBeNamed(int item) {
    return all.stream().anyMatch(each -> each.stops() && each.holds(item));
  }

  boolean canBeNamed(String id, int item) {
    return all.stream().anyMatch(each -> each.id().equals(id) && each.stops() && each.holds(item));
  }

  /** What a use may draw on: the package it names, else all others, soonest end first. */
  List<Bought> inOrder(int item, LocalDateTime end, @Nullable String named) {
    var order = new ArrayList<Bought>();
    for (var each : all) {
      var open = named == null ? !each.stops() : each.id().equals(named);
      if (open && each.holds(item) && each.periodOf(end) >= 0) {
        var place = 0;
        while (place < order.size() && !goesBefore(each, order.get(place), end)) {
          place++;
        }
        order.add(place, each);
      }
    }
    return order;
  }

  private static boolean goesBefore(Bought one, Bought other, LocalDateTime end) {
    var oneEnds = one.startOf(one.periodOf(end) + 1);
    var otherEnds = other.startOf(other.periodOf(end) + 1);
    if (!oneEnds.equals(otherEnds)) {
      return oneEnds.isBefore(otherEnds);
    }
    return one.orderedAt().equals(other.orderedAt())
        ? one.id().compareTo(other.id()) < 0
        : one.orderedAt().isBefore(other.orderedAt());
  }
}
