package io.tollgate.metering.secondopinion;

import static java.math.BigDecimal.ZERO;

import io.tollgate.metering.secondopinion.Answer.Amended;
import io.tollgate.metering.secondopinion.Answer.NotCovered;
import io.tollgate.metering.secondopinion.Answer.Refused;
import io.tollgate.metering.secondopinion.Answer.Repeated;
import io.tollgate.metering.secondopinion.Answer.Unknown;
import io.tollgate.metering.secondopinion.Goods.Product;
import io.tollgate.metering.secondopinion.Happening.Amendment;
import io.tollgate.metering.secondopinion.Happening.Use;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What counts and where it was taken from. No balance is kept: what a package has left is what it
 * granted less everything that all records took, asked anew each time.
 */
final class NaiveUsage {

  private final Product product;
  private final LocalDateTime opened;
  private final NaivePackages packages;
  private final List<Accepted> records = new ArrayList<>();

  NaiveUsage(Product product, LocalDateTime opened, NaivePackages packages) {
    this.product = product;
    this.opened = opened;
    this.packages = packages;
  }

  /** So much from one period of a package, or from none: on demand, or overage where named. */
  record Part(@Nullable String pack, int period, BigDecimal quantity) {

    Part {
      quantity = quantity.setScale(4);
    }

    boolean sameSource(Part other) {
      return period == other.period && String.valueOf(pack).equals(String.valueOf(other.pack));
    }
  }

  /** A record that counts, with its parts as accepted and after each correction. */
  static final class Accepted {
    final Use use;
    final int acceptedAt;
    final List<List<Part>> history = new ArrayList<>();

    Accepted(Use use, int acceptedAt, List<Part> parts) {
      this.use = use;
      this.acceptedAt = acceptedAt;
      history.add(parts);
    }

    List<Part> parts() {
      return history.getLast();
    }

    BigDecimal quantity() {
      return total(parts());
    }

    BigDecimal onDemand() {
      return use.pack() == null ? uncovered() : ZERO;
    }

    BigDecimal overage() {
      return use.pack() == null ? ZERO : uncovered();
    }

    private BigDecimal uncovered() {
      return total(parts().stream().filter(part -> part.pack() == null).toList());
    }

    Map<String, BigDecimal> drawn() {
      var drawn = new LinkedHashMap<String, BigDecimal>();
      for (var part : parts()) {
        if (part.pack() != null) {
          drawn.merge(part.pack(), part.quantity(), BigDecimal::add);
        }
      }
      return drawn;
    }
  }

  List<Accepted> records() {
    return records;
  }

  /** @param number how many happenings there were before */
  Answer report(Use use, LocalDateTime now, int number) {
    for (var record : records) {
      if (record.use.sn().equals(use.sn())) {
        return record.use.equals(use) ? new Repeated() : new Refused("005");
      }
    }
    var fault = fault(use, now);
    if (fault != null) {
      return new Refused(fault);
    }
    var parts = new ArrayList<Part>();
    draw(use, use.quantity(), parts, List.of());
    var uncovered = total(parts.stream().filter(part -> part.pack() == null).toList());
    if (use.pack() != null && product.reject() && uncovered.signum() > 0) {
      return new Refused("013");
    }
    var record = new Accepted(use, number, parts);
    records.add(record);
    return new Answer.Counted(
        record.drawn().entrySet().stream()
            .map(each -> each.getKey() + " " + Texts.of(each.getValue()))
            .toList(),
        Texts.of(record.onDemand()),
        Texts.of(record.overage()));
  }

  private @Nullable String fault(Use use, LocalDateTime now) {
    if (use.begin().isAfter(use.end())
        || use.end().isAfter(now.plusMinutes(5))
        || use.begin().isBefore(opened)) {
      return "011";
    }
    if (use.begin().isBefore(now.minusDays(21))) {
      return "007";
    }
    for (var record : records) {
      var other = record.use;
      if (other.item() == use.item()
          && other.begin().equals(use.begin())
          && other.end().equals(use.end())
          && String.valueOf(other.pack()).equals(String.valueOf(use.pack()))) {
        return "010";
      }
    }
    var pack = use.pack();
    var named =
        pack == null ? !packages.mustBeNamed(use.item()) : packages.canBeNamed(pack, use.item());
    return named ? null : "003";
  }

  /** Adds to {@code parts} where {@code quantity} more of the use is taken from. */
  private void draw(Use use, BigDecimal quantity, List<Part> parts, List<Part> already) {
    var missing = quantity;
    for (var pack : packages.inOrder(use.item(), use.end(), use.pack())) {
      var period = pack.periodOf(use.end());
      var given =
          missing.min(left(use.item(), pack, period).subtract(taken(already, pack, period)));
      if (given.signum() > 0) {
        add(parts, new Part(pack.id(), period, given));
        missing = missing.subtract(given);
      }
    }
    if (missing.signum() > 0) {
      add(parts, new Part(null, 0, missing));
    }
  }

  private static void add(List<Part> parts, Part more) {
    if (!parts.isEmpty() && parts.getLast().sameSource(more)) {
      var last = parts.removeLast();
      parts.add(new Part(last.pack(), last.period(), last.quantity().add(more.quantity())));
    } else {
      parts.add(more);
    }
  }

  /** What a period of a package has left after all records. */
  BigDecimal left(int item, NaivePackages.Bought pack, int period) {
    var left = pack.granted(item);
    for (var record : records) {
      if (record.use.item() == item) {
        left = left.subtract(taken(record.parts(), pack, period));
      }
    }
    return left;
  }

  private static BigDecimal taken(List<Part> parts, NaivePackages.Bought pack, int period) {
    return total(parts.stream()
        .filter(part -> pack.id().equals(part.pack()) && part.period() == period)
        .toList());
  }

  /** The record that a correction is about. */
  @Nullable
  Accepted find(String sn) {
    return records.stream()
        .filter(record -> record.use.sn().equals(sn))
        .findFirst()
        .orElse(null);
  }

  /**
   * Less: what was taken last is given back first. More: first along the way an earlier state of the
   * record had gone on from here, as far as its packages still have it, then like new usage.
   */
  Answer amend(Amendment amendment) {
    var record = find(amendment.sn());
    if (record == null) {
      return new Unknown();
    }
    var before = record.quantity();
    var parts = new ArrayList<Part>();
    var wanted = amendment.quantity();
    for (var part : record.parts()) {
      var kept = part.quantity().min(wanted.subtract(total(parts)));
      if (kept.signum() > 0) {
        add(parts, new Part(part.pack(), part.period(), kept));
      }
    }
    if (wanted.compareTo(before) > 0) {
      goAlong(record, wanted, parts);
      var walked = total(parts);
      draw(record.use, wanted.subtract(walked), parts, beyond(parts, before));
      var uncovered = total(parts.stream().filter(part -> part.pack() == null).toList());
      if (record.use.pack() != null
          && product.reject()
          && total(beyond(parts, walked)).signum() > 0
          && uncovered.signum() > 0) {
        var more = wanted.subtract(before);
        return new NotCovered(Texts.of(more), Texts.of(more.subtract(uncovered)));
      }
    }
    return amended(record, parts);
  }

  private Amended amended(Accepted record, List<Part> parts) {
    var drawn = new TreeMap<String, BigDecimal>();
    record
        .drawn()
        .forEach((pack, quantity) -> drawn.merge(pack, quantity.negate(), BigDecimal::add));
    var onDemand = record.onDemand();
    var overage = record.overage();
    if (!parts.equals(record.parts())) {
      record.history.add(parts);
    }
    record.drawn().forEach((pack, quantity) -> drawn.merge(pack, quantity, BigDecimal::add));
    drawn.values().removeIf(quantity -> quantity.signum() == 0);
    var texts = new TreeMap<String, String>();
    drawn.forEach((pack, quantity) -> texts.put(pack, Texts.of(quantity)));
    return new Amended(
        texts,
        Texts.of(record.onDemand().subtract(onDemand)),
        Texts.of(record.overage().subtract(overage)),
        "0");
  }

  private void goAlong(Accepted record, BigDecimal wanted, List<Part> parts) {
    var before = record.quantity();
    for (var earlier : record.history.reversed()) {
      if (startsWith(earlier, parts)) {
        for (var part : beyond(earlier, total(parts))) {
          var most = part.quantity().min(wanted.subtract(total(parts)));
          var given = most.min(stillThere(record, part, beyond(parts, before)));
          if (given.signum() > 0) {
            add(parts, new Part(part.pack(), part.period(), given));
          }
          if (given.compareTo(part.quantity()) < 0) {
            break;
          }
        }
      }
    }
  }

  private BigDecimal stillThere(Accepted record, Part part, List<Part> already) {
    for (var pack : packages.all()) {
      if (pack.id().equals(part.pack())) {
        return left(record.use.item(), pack, part.period())
            .subtract(taken(already, pack, part.period()));
      }
    }
    return part.quantity();
  }

  private static boolean startsWith(List<Part> parts, List<Part> beginning) {
    var first = new ArrayList<Part>();
    var room = total(beginning);
    for (var part : parts) {
      var kept = part.quantity().min(room.subtract(total(first)));
      if (kept.signum() > 0) {
        add(first, new Part(part.pack(), part.period(), kept));
      }
    }
    return first.equals(beginning);
  }

  /** The parts after the first {@code quantity}. */
  private static List<Part> beyond(List<Part> parts, BigDecimal quantity) {
    var rest = new ArrayList<Part>();
    var skip = quantity;
    for (var part : parts) {
      var skipped = part.quantity().min(skip);
      skip = skip.subtract(skipped);
      if (part.quantity().compareTo(skipped) > 0) {
        rest.add(new Part(part.pack(), part.period(), part.quantity().subtract(skipped)));
      }
    }
    return rest;
  }

  private static BigDecimal total(List<Part> parts) {
    return parts.stream().map(Part::quantity).reduce(ZERO, BigDecimal::add);
  }
}
