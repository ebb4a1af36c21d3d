package io.tollgate.metering.secondopinion;

import io.tollgate.metering.secondopinion.Goods.Product;
import io.tollgate.metering.secondopinion.Happening.Amendment;
import io.tollgate.metering.secondopinion.Happening.Purchase;
import io.tollgate.metering.secondopinion.Happening.Use;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One customer's random history; the seed says all. Edges are likely, as that is where two opinions
 * differ: whole hours and days, the very ends of periods, quantities that just empty a package,
 * records that come late, twice, or with somebody else's number.
 */
final class RandomHistory {

  private static final int LATENESS_MINUTES = 21 * 24 * 60;

  private final long seed;
  private final Random random;
  private final Product product;
  private final boolean prepaid;
  private final List<Purchase> bought = new ArrayList<>();
  private final List<NaivePackages.Bought> periods = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();

  RandomHistory(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    this.product = Goods.ALL.get(random.nextInt(Goods.ALL.size()));
    this.prepaid = random.nextBoolean();
  }

  long seed() {
    return seed;
  }

  Product product() {
    return product;
  }

  boolean prepaid() {
    return prepaid;
  }

  /** Whether its month's bills are paid, as every other credit customer's are. */
  boolean pays() {
    return prepaid || seed % 2 == 0;
  }

  String customerId() {
    return "c-" + seed;
  }

  String instanceId(int item) {
    return "i-" + seed + "-" + item;
  }

  /** What becomes active at {@code now}; most of it early on, and the same twice not seldom. */
  List<Purchase> purchases(LocalDateTime now) {
    var purchases = new ArrayList<Purchase>();
    while (bought.size() < 4 && random.nextInt(bought.size() + 2) == 0) {
      var again = !purchases.isEmpty() && random.nextBoolean();
      var pack = again
          ? purchases.getLast().pack()
          : product.packs().get(random.nextInt(product.packs().size()));
      var id = "k%s-%d-%d".formatted((char) ('a' + random.nextInt(26)), seed, bought.size());
      var quantity = 1 + random.nextInt(3) / 2;
      var times = 1 + random.nextInt(4) / 3;
      var purchase = new Purchase(pack, quantity, times, id, random.nextInt(3));
      bought.add(purchase);
      periods.add(new NaivePackages.Bought(purchase, now));
      purchases.add(purchase);
    }
    return purchases;
  }

  List<Use> uses(LocalDateTime now) {
    var reported = new ArrayList<Use>();
    for (var count = random.nextInt(7); count > 0; count--) {
      reported.add(
          uses.isEmpty() || random.nextInt(10) > 0
              ? fresh(now)
              : similar(uses.get(random.nextInt(uses.size()))));
    }
    return reported;
  }

  private Use fresh(LocalDateTime now) {
    var item = random.nextInt(2);
    var end = end(now);
    var begin = random.nextInt(8) == 0 ? end : end.minusMinutes(random.nextInt(120));
    var use = new Use(
        "r-" + seed + "-" + uses.size(),
        item,
        quantity(),
        begin,
        end,
        end.plusSeconds(7),
        named(item));
    uses.add(use);
    return use;
  }

  private LocalDateTime end(LocalDateTime now) {
    var edges = edges(now);
    if (!edges.isEmpty() && random.nextInt(3) == 0) {
      return edges.get(random.nextInt(edges.size())).plusSeconds(random.nextInt(3) - 1);
    }
    var end = now.plusMinutes(4).minusMinutes(random.nextInt(LATENESS_MINUTES + 60));
    return switch (random.nextInt(3)) {
      case 0 -> end.withMinute(0);
      case 1 -> end.withHour(0).withMinute(0);
      default -> end;
    };
  }

  /** Beginnings and ends of the customer's periods that can still be reported. */
  private List<LocalDateTime> edges(LocalDateTime now) {
    var edges = new ArrayList<LocalDateTime>();
    for (var pack : periods) {
      for (var number = 0; number <= pack.periods(); number++) {
        var edge = pack.startOf(number);
        if (edge.isBefore(now) && edge.isAfter(now.minusMinutes(LATENESS_MINUTES - 130))) {
          edges.add(edge);
        }
      }
    }
    return edges;
  }

  private BigDecimal quantity() {
    return switch (random.nextInt(4)) {
      case 0 -> BigDecimal.valueOf(1L + random.nextInt(3), 4);
      case 1 -> BigDecimal.valueOf(1L + random.nextInt(30)).setScale(4);
      default -> BigDecimal.valueOf(1L + random.nextInt(150_000), 4);
    };
  }

  /** Most often what the rules ask for; sometimes nothing, or a package that does not do. */
  private @Nullable String named(int item) {
    if (bought.isEmpty() || random.nextInt(12) == 0) {
      return random.nextInt(20) == 0 ? "nobody's" : null;
    }
    var stopping = bought.stream()
        .filter(each -> each.pack().stop() && each.pack().contents().containsKey(item))
        .toList();
    if (stopping.isEmpty()) {
      return random.nextInt(12) == 0 ? bought.getFirst().instanceId() : null;
    }
    return stopping.get(random.nextInt(stopping.size())).instanceId();
  }

  /** A record sent again, or one that only looks like another. */
  private Use similar(Use use) {
    return switch (random.nextInt(5)) {
      case 0 ->
        new Use(
            use.sn(), use.item(), quantity(), use.begin(), use.end(), use.recorded(), use.pack());
      case 1 ->
        new Use(
            use.sn() + "-again",
            use.item(),
            use.quantity(),
            use.begin(),
            use.end(),
            use.recorded(),
            random.nextBoolean() ? use.pack() : named(use.item()));
      default -> use;
    };
  }

  List<Amendment> amendments() {
    var amendments = new ArrayList<Amendment>();
    while (!uses.isEmpty() && random.nextInt(5) == 0) {
      var use = uses.get(random.nextInt(uses.size()));
      amendments.add(new Amendment(use.sn(), corrected(use)));
    }
    return amendments;
  }

  private BigDecimal corrected(Use use) {
    return switch (random.nextInt(5)) {
      case 0 -> BigDecimal.ZERO.setScale(4);
      case 1 -> use.quantity();
      case 2 -> use.quantity().add(quantity());
      default -> quantity().min(use.quantity());
    };
  }
}
