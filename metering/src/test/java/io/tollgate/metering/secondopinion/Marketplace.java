package io.tollgate.metering.secondopinion;

import static java.util.Objects.requireNonNull;

import io.tollgate.metering.account.Customers;
import io.tollgate.metering.account.NewCustomer;
import io.tollgate.metering.catalogue.AddedProduct;
import io.tollgate.metering.catalogue.AddedSku;
import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.catalogue.NewProduct;
import io.tollgate.metering.catalogue.Product.Category;
import io.tollgate.metering.catalogue.Product.Channel;
import io.tollgate.metering.catalogue.Product.ExhaustionAction;
import io.tollgate.metering.catalogue.Product.InterfaceVersion;
import io.tollgate.metering.catalogue.Product.ProductTerms;
import io.tollgate.metering.instance.InstanceStore;
import io.tollgate.metering.isv.IsvRegistry;
import io.tollgate.metering.order.OrderOutcome.Placed;
import io.tollgate.metering.order.OrderRequest;
import io.tollgate.metering.order.OrderType;
import io.tollgate.metering.order.Orders;
import io.tollgate.metering.order.Provisioning;
import io.tollgate.metering.secondopinion.Goods.Item;
import io.tollgate.metering.secondopinion.Goods.Pack;
import io.tollgate.metering.secondopinion.Goods.Product;
import io.tollgate.metering.secondopinion.Happening.Purchase;
import io.tollgate.metering.settlement.Settlement;
import io.tollgate.metering.settlement.SettlementOutcome;
import io.tollgate.metering.settlement.StatementSummary;
import io.tollgate.rules.catalogue.SkuDefinition;
import io.tollgate.rules.catalogue.SkuDefinition.Amount;
import io.tollgate.rules.catalogue.SkuDefinition.Content;
import io.tollgate.rules.catalogue.SkuDefinition.TierPrice;
import io.tollgate.rules.catalogue.SkuDefinition.UsagePrice;
import io.tollgate.rules.quota.OverQuota;
import io.tollgate.rules.standing.CustomerLevel;
import io.tollgate.rules.standing.CustomerType;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sells in the engine: the catalogue, customers with their money, and orders that are filled. */
final class Marketplace {

  static final String ISV = "isv";
  static final int ISV_NO = 1;

  /** More than any history spends, so that nobody is frozen. */
  static final BigDecimal DEPOSIT = new BigDecimal("100000");

  private final Engine engine;

  Marketplace(Engine engine) {
    this.engine = engine;
  }

  void open() {
    requireNonNull(
        engine.part(IsvRegistry.class).register(ISV, "An ISV", null).block(Engine.PATIENCE));
    Flux.fromIterable(Goods.ALL).concatMap(this::offer).blockLast(Engine.PATIENCE);
  }

  private Flux<AddedSku> offer(Product product) {
    var definitions = new ArrayList<SkuDefinition>();
    definitions.add(payPerUse(product));
    product.packs().forEach(pack -> definitions.add(packageOf(product, pack)));
    var catalogue = engine.part(Catalogue.class);
    return catalogue
        .addProduct(newProduct(product))
        .cast(AddedProduct.Added.class)
        .thenMany(Flux.fromIterable(definitions))
        .concatMap(definition -> catalogue.addSku(product.code(), definition))
        .doOnNext(added -> {
          if (!(added instanceof AddedSku.Added)) {
            throw new IllegalStateException(added.toString());
          }
        });
  }

  private static NewProduct newProduct(Product product) {
    return new NewProduct(
        product.code(),
        ISV,
        "A product",
        "https://isv.example/produce",
        new ProductTerms(
            InterfaceVersion.V2,
            Category.GENERAL,
            false,
            false,
            ExhaustionAction.NOTIFY,
            "P7D",
            product.reject() ? OverQuota.REJECT : OverQuota.CAP,
            new BigDecimal("5"),
            Channel.SAAS,
            false));
  }

  private static SkuDefinition payPerUse(Product product) {
    var items = new ArrayList<SkuDefinition.@Nullable Item>();
    for (var item : product.items()) {
      var cycle = item.hourly() ? "HOURLY" : "DAILY";
      items.add(
          new SkuDefinition.Item(item.productId(), "An item", "unit", cycle, price(product, item)));
    }
    return new SkuDefinition(
        product.payPerUse(), "ON_DEMAND", items, null, null, null, null, null, null, null);
  }

  private static UsagePrice price(Product product, Item item) {
    if (item.model().equals("PER_UNIT")) {
      var unitPrice = item.tiers().getFirst().price().toPlainString();
      return new UsagePrice(
          item.model(), product.currency(), unitPrice, item.per().toPlainString(), null);
    }
    var tiers = new ArrayList<@Nullable TierPrice>();
    for (var tier : item.tiers()) {
      var upTo = tier.upTo();
      tiers.add(
          new TierPrice(upTo == null ? null : upTo.toPlainString(), tier.price().toPlainString()));
    }
    return new UsagePrice(item.model(), product.currency(), null, null, tiers);
  }

  private static SkuDefinition packageOf(Product product, Pack pack) {
    var contents = new ArrayList<@Nullable Content>();
    pack.contents()
        .forEach((item, quantity) -> contents.add(
            new Content(product.items().get(item).productId(), quantity.toPlainString())));
    var reset = pack.resetMonths() == 0 ? "NONE" : pack.resetMonths() == 1 ? "MONTHLY" : "YEARLY";
    return new SkuDefinition(
        pack.skuCode(),
        "ON_DEMAND_PKG",
        null,
        "pid-" + pack.skuCode(),
        pack.stop(),
        contents,
        reset,
        "P" + pack.months() + "M" + pack.days() + "D",
        null,
        new Amount(product.currency(), pack.price().toPlainString()));
  }

  /** Opens the history's customer with its pay-per-use instances. */
  Mono<Void> welcome(RandomHistory history) {
    var customers = engine.part(Customers.class);
    var ids = List.of(history.instanceId(0), history.instanceId(1));
    return customers
        .open(new NewCustomer(
            history.customerId(),
            "A customer",
            CustomerLevel.V5,
            history.prepaid() ? CustomerType.PREPAID : CustomerType.CREDIT,
            Currency.getInstance(history.product().currency())))
        .then(
            history.prepaid()
                ? customers.topUp(history.customerId(), DEPOSIT, "deposit").then()
                : Mono.empty())
        .thenMany(order(history, history.product().payPerUse(), 1, 1))
        .zipWithIterable(ids, Ordered::new)
        .concatMap(this::provide)
        .then();
  }

  Mono<Void> repay(RandomHistory history, List<YearMonth> months) {
    return Flux.fromIterable(months)
        .concatMap(month -> engine.part(Customers.class).repay(history.customerId(), month))
        .then();
  }

  List<StatementSummary> settle(YearMonth month) {
    var outcome = engine.part(Settlement.class).settle(month).block(Engine.PATIENCE);
    if (outcome instanceof SettlementOutcome.Settled(var settled, var statements)) {
      return statements;
    }
    throw new IllegalStateException(String.valueOf(outcome));
  }

  /** Places the order; {@link #provide} fills it. */
  Mono<Ordered> sell(RandomHistory history, Purchase purchase) {
    return order(history, purchase.pack().skuCode(), purchase.quantity(), purchase.periods())
        .map(instanceNo -> new Ordered(instanceNo, purchase.instanceId()))
        .single();
  }

  /** An instance that waits for its ISV to create and name it. */
  record Ordered(long instanceNo, String instanceId) {}

  private Flux<Long> order(RandomHistory history, String skuCode, int quantity, int periods) {
    var request =
        new OrderRequest(OrderType.NEW, history.customerId(), skuCode, null, quantity, periods);
    return engine
        .part(Orders.class)
        .place(request)
        .doOnNext(outcome -> {
          if (!(outcome instanceof Placed)) {
            throw new IllegalStateException(outcome.toString());
          }
        })
        .cast(Placed.class)
        .flatMapMany(placed -> instances(placed.orderId()));
  }

  private Flux<Long> instances(String orderId) {
    return engine
        .part(DatabaseClient.class)
        .sql("""
            SELECT i.instance_no FROM instance i JOIN marketplace_order o USING (order_no)
             WHERE o.order_id = :orderId ORDER BY i.instance_no""")
        .bind("orderId", orderId)
        .mapValue(Long.class)
        .all();
  }

  /** The ISV creates the instance. */
  Mono<Boolean> provide(Ordered ordered) {
    var instanceId = ordered.instanceId();
    return engine
        .part(InstanceStore.class)
        .name(ordered.instanceNo(), instanceId)
        .as(engine.part(TransactionalOperator.class)::transactional)
        .filter(named -> named)
        .flatMap(named -> engine.part(Provisioning.class).provisioned(ISV_NO, instanceId))
        .filter(provided -> provided)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("not provided: " + instanceId)));
  }
}
