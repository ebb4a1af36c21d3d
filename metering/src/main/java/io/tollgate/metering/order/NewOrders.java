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
import io.tollgate.rules.catalogue.PackageContent;
import io.tollgate.rules.catalogue.PackageSku;
import io.tollgate.rules.catalogue.PeriodSku;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.order.OrderBounds;
import io.tollgate.rules.order.OrderPrice;
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
    var price = price(request, offer);
    var fault = fault(request, buyer, offer, price);
    if (fault != null) {
      return Mono.just(fault);
    }
    return obstacle(request, buyer, offer)
        .switchIfEmpty(Mono.defer(() -> write(request, buyer, offer, price)));
  }

  private static Money price(OrderRequest request, Offer offer) {
    return request.orderType() == OrderType.TRIAL
        ? OrderPrice.ofTrial(offer.sku())
        : OrderPrice.of(offer.sku(), request.quantity(), request.periods());
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
    var excess = OrderBounds.fault(offer.sku(), request.quantity(), request.periods());
    return excess.isPresent()
        ? new Senseless(excess.get().pointer(), excess.get().detail())
        : null;
  }

  /** What the world has against it; empty when nothing. */
  private Mono<OrderOutcome> obstacle(OrderRequest request, Buyer buyer, Offer offer) {
    var unpaid = unpaid(buyer, price(request, offer));
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
