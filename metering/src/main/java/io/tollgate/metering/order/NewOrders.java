package io.tollgate.metering.order;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.order.OrderOutcome.Conflicting;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.metering.order.OrderOutcome.NotCovered;
import io.tollgate.metering.order.OrderOutcome.Placed;
import io.tollgate.metering.order.OrderOutcome.Senseless;
import io.tollgate.metering.order.OrderStore.Buyer;
import io.tollgate.metering.order.OrderStore.Offer;
import io.tollgate.metering.order.OrderStore.PlacedOrder;
import io.tollgate.rules.catalogue.OnDemandSku;
import io.tollgate.rules.catalogue.OneTimeSku;
import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.standing.CustomerType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Orders that open something: checked, paid, written down, and handed to provisioning. */
@Component
class NewOrders {

  /** The marketplace sells at most so many stop-before-excess packages at once. */
  private static final int MOST_STOP_BEFORE_EXCESS = 30;

  private final OrderStore orders;
  private final OrderIds ids;
  private final Opening opening;
  private final Journal journal;
  private final BusinessClock clock;

  NewOrders(
      OrderStore orders, OrderIds ids, Opening opening, Journal journal, BusinessClock clock) {
    this.orders = orders;
    this.ids = ids;
    this.opening = opening;
    this.journal = journal;
    this.clock = clock;
  }

  Mono<OrderOutcome> place(OrderRequest request) {
    var customerId = request.customerId();
    var skuCode = request.skuCode();
    if (customerId == null) {
      return missing("customerId", "the customer who buys");
    }
    if (skuCode == null) {
      return missing("skuCode", "what is bought");
    }
    return orders
        .offer(skuCode)
        .flatMap(offer -> orders
            .buyer(customerId)
            .flatMap(buyer -> place(request, buyer, offer))
            .switchIfEmpty(senseless("customerId", customerId, "a customer; create it first")))
        .switchIfEmpty(senseless("skuCode", skuCode, "a sku; create it first"));
  }

  private static Mono<OrderOutcome> missing(String member, String meaning) {
    return Mono.just(new Senseless("/" + member, member + ": missing (expected: " + meaning + ")"));
  }

  private static Mono<OrderOutcome> senseless(String member, Object value, String expected) {
    return Mono.fromSupplier(
        () -> new Senseless("/" + member, member + ": " + value + " (expected: " + expected + ")"));
  }

  private Mono<OrderOutcome> place(OrderRequest request, Buyer buyer, Offer offer) {
    var price = price(request, buyer, offer);
    var fault = fault(request, buyer, offer, price);
    if (fault != null) {
      return Mono.just(fault);
    }
    return obstacle(request, buyer, offer)
        .switchIfEmpty(Mono.defer(() -> write(request, buyer, offer, price)));
  }

  private static Money price(OrderRequest request, Buyer buyer, Offer offer) {
    if (request.orderType() == OrderType.TRIAL) {
      return Money.zero(buyer.currency());
    }
    var count = (long) request.quantity() * request.periods();
    return switch (offer.sku()) {
      case OnDemandSku onDemand ->
        Money.zero(onDemand.items().getFirst().price().currency());
      case PackageSku bought -> bought.price().times(count);
      case PeriodSku period -> period.price().times(count);
      case OneTimeSku oneTime -> oneTime.price().times(request.quantity());
    };
  }

  private static @Nullable OrderOutcome fault(
      OrderRequest request, Buyer buyer, Offer offer, Money price) {
    if (!offer.onSale()) {
      return new Conflicting("skuCode: " + request.skuCode()
          + " (expected: of a product that is on sale; this one is delisted)");
    }
    if (request.orderType() == OrderType.TRIAL && !(offer.sku() instanceof PeriodSku)) {
      return new Senseless(
          "/orderType", "orderType: TRIAL (expected: NEW; only a PERIOD sku can be tried)");
    }
    if (!price.currency().equals(buyer.currency())) {
      return new Senseless(
          "/skuCode",
          "skuCode: " + request.skuCode() + ", in "
              + price.currency() + " (expected: one in the customer's currency, " + buyer.currency()
              + ")");
    }
    return switch (offer.sku()) {
      case OnDemandSku onDemand -> countFault(request, 1, 1);
      case OneTimeSku oneTime -> countFault(request, Integer.MAX_VALUE, 1);
      case PeriodSku period -> null;
      case PackageSku bought -> packageFault(request, bought);
    };
  }

  private static @Nullable OrderOutcome countFault(OrderRequest request, int most, int periods) {
    if (request.quantity() > most) {
      return new Senseless(
          "/quantity", "quantity: " + request.quantity() + " (expected: at most " + most + ")");
    }
    return request.periods() > periods
        ? new Senseless(
            "/periods", "periods: " + request.periods() + " (expected: 1; nothing is renewed)")
        : null;
  }

  private static @Nullable OrderOutcome packageFault(OrderRequest request, PackageSku sku) {
    if (sku.stopBeforeExcess() && request.quantity() > MOST_STOP_BEFORE_EXCESS) {
      return countFault(request, MOST_STOP_BEFORE_EXCESS, Integer.MAX_VALUE);
    }
    var count = (long) request.quantity() * request.periods();
    var tooMuch = sku.contents().stream()
        .anyMatch(content -> content.quantity().units() > Quantity.LARGEST_GRANT.units() / count);
    return tooMuch
        ? new Senseless(
            "/quantity",
            "quantity: " + request.quantity() + " (expected: no more than " + Quantity.LARGEST_GRANT
                + " of an item in all)")
        : null;
  }

  /** What the world has against it; empty when nothing. */
  private Mono<OrderOutcome> obstacle(OrderRequest request, Buyer buyer, Offer offer) {
    var unpaid = unpaid(buyer, price(request, buyer, offer));
    if (unpaid != null) {
      return Mono.just(unpaid);
    }
    if (request.orderType() == OrderType.TRIAL) {
      return orders
          .hasTried(buyer.customerNo(), offer.productNo())
          .filter(tried -> tried)
          .map(tried -> new Conflicting("orderType: TRIAL (expected: NEW; customer "
              + buyer.customerId() + " has tried product " + offer.productCode() + " before)"));
    }
    return offer.sku() instanceof PackageSku bought ? notOpen(buyer, bought) : Mono.empty();
  }

  static @Nullable OrderOutcome unpaid(Buyer buyer, Money price) {
    if (buyer.type() != CustomerType.PREPAID) {
      return null;
    }
    var covered =
        price.isZero() ? !buyer.balance().isNegative() : buyer.balance().compareTo(price) >= 0;
    return covered ? null : new NotCovered(buyer.balance(), price);
  }

  private Mono<OrderOutcome> notOpen(Buyer buyer, PackageSku sku) {
    return orders
        .notOpen(
            buyer.customerNo(),
            sku.contents().stream().map(PackageContent::productId).toList())
        .filter(missing -> !missing.isEmpty())
        .map(missing -> new Conflicting("skuCode: " + sku.skuCode() + " (expected: customer "
            + buyer.customerId() + " to have opened pay per use of " + missing
            + "; order its ON_DEMAND sku first)"));
  }

  private Mono<OrderOutcome> write(OrderRequest request, Buyer buyer, Offer offer, Money price) {
    var orderId = ids.orderId();
    var now = clock.now();
    var order = new PlacedOrder(
        orderId,
        request.orderType(),
        buyer.customerNo(),
        offer.productNo(),
        offer.skuNo(),
        request.quantity(),
        request.periods(),
        OrderState.PROVISIONING,
        price,
        null,
        null,
        now,
        lines(orderId, offer));
    return orders
        .add(order)
        .flatMap(orderNo -> opening.open(orderNo, order, buyer, offer))
        .then(Mono.defer(() -> pay(buyer, price, orderId, now)))
        .thenReturn(new Placed(orderId, order.orderType(), OrderState.PROVISIONING, order.lines()));
  }

  /** The ISV knows an instance by its order line, so each billing item gets a line of its own. */
  private static List<Line> lines(String orderId, Offer offer) {
    var lines = new ArrayList<Line>();
    for (var productId : offer.sku().productIds()) {
      lines.add(new Line(
          OrderIds.lineId(orderId, lines.size() + 1), offer.sku().skuCode(), List.of(productId)));
    }
    return lines;
  }

  private Mono<Void> pay(Buyer buyer, Money price, String orderId, Instant now) {
    return price.isZero()
        ? Mono.empty()
        : journal.post(JournalEntry.purchase(buyer.customerId(), price, orderId, now));
  }
}
